import Testing

@testable import Ledger

/// What counts as a purchase's own server, and what a list proves.
struct EvidenceTests {
    private static let sent = 1_795_392_000_000

    private func evidence(
        count: Int = 2, orderID: String? = nil, claimed: Set<String> = [], baseline: Set<String> = [],
        others: Set<String> = [], otherNames: Set<String> = []
    ) -> Evidence {
        Evidence(
            name: "web", count: count, orderID: orderID, claimed: claimed, baseline: baseline, others: others,
            otherNames: otherNames, sentAt: Self.sent)
    }

    private func seen(_ id: String, _ name: String, order: String? = "o1", after seconds: Int? = 10) -> Sighting {
        Sighting(id: id, name: name, orderID: order, createdAt: seconds.map { Self.sent + $0 * 1000 })
    }

    @Test(arguments: [
        ("web", true), ("web-1", true), ("web-0001", true), ("web-9999", true), ("web-12345", false), ("web-", false),
        ("web-a", false), ("web0001", false), ("webs", false), ("xweb", false), ("WEB", false), ("web-1-1", false),
        ("", false),
    ])
    func `a server has the name itself, or with a dash and up to four digits`(shown: String, matches: Bool) {
        #expect(NamePattern("web").matches(shown) == matches)
    }

    @Test func `all servers of one order are the purchase`() {
        let finding = evidence().judge([seen("b", "web-0002"), seen("a", "web-0001"), seen("x", "other")])
        #expect(finding == .complete(ids: ["b", "a"], orderID: "o1"))
    }

    @Test func `fewer are a part, none is nothing`() {
        #expect(evidence().judge([seen("a", "web-0001")]) == .partial(ids: ["a"], orderID: "o1"))
        #expect(evidence().judge([seen("x", "other")]) == .nothing)
    }

    @Test func `too many, or two orders, are an alarm`() {
        let three = ["a", "b", "c"].map { seen($0, "web-0001") }
        #expect(evidence().judge(three) == .duplicate(ids: ["a", "b", "c"], orderIDs: ["o1"]))
        let two = [seen("a", "web-0001", order: "o1"), seen("b", "web-0002", order: "o2")]
        #expect(evidence().judge(two) == .duplicate(ids: ["a", "b"], orderIDs: ["o1", "o2"]))
        #expect(evidence(orderID: "o9").judge([seen("a", "web")]) == .duplicate(ids: ["a"], orderIDs: ["o1", "o9"]))
    }

    @Test func `what was there before, is another purchase's or is older does not count`() {
        let list = [seen("a", "web-0001"), seen("b", "web-0002"), seen("c", "web-0003"), seen("d", "web", after: -301)]
        #expect(evidence(count: 1, baseline: ["a"], others: ["b"]).judge(list) == .complete(ids: ["c"], orderID: "o1"))
        #expect(evidence(count: 1).judge([seen("d", "web", after: -299)]) == .complete(ids: ["d"], orderID: "o1"))
        #expect(evidence(count: 1).judge([seen("d", "web", after: nil)]) == .complete(ids: ["d"], orderID: "o1"))
    }

    @Test func `a longer name of the ledger owns its servers`() {
        let list = [seen("a", "web-1")]
        #expect(evidence(count: 1, otherNames: ["web-1"]).judge(list) == .nothing)
        #expect(evidence(count: 1, otherNames: ["web", "webs"]).judge(list) == .complete(ids: ["a"], orderID: "o1"))
    }

    @Test func `the order finds servers under any name and of any time`() {
        let list = [seen("a", "renamed", after: -9000), seen("b", "web-0002")]
        #expect(evidence(orderID: "o1").judge(list) == .complete(ids: ["a", "b"], orderID: "o1"))
    }

    @Test func `servers that a contradictory answer named are not forgotten`() {
        let list = [seen("a", "web-0001"), seen("b", "web-0002")]
        #expect(evidence(claimed: ["a", "b"]).judge(list) == .complete(ids: ["a", "b"], orderID: "o1"))
        #expect(evidence(claimed: ["a", "z"]).judge(list) == .duplicate(ids: ["a", "b", "z"], orderIDs: ["o1"]))
    }
}
