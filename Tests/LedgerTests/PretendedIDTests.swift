import CPHModel
import Ledger
import Schema
import Testing

/// An id that a dry run made up is refused wherever an id stands, and nowhere else.
struct PretendedIDTests {
    private static func call(
        path: String = "/v1/x", query: [APICall.QueryItem] = [], body: String? = nil
    ) -> APICall {
        APICall(
            operation: "sample", service: .cph, method: .post, effect: .change, path: path, query: query,
            body: body.map { Array($0.utf8) })
    }

    private static let refused: [APICall] = [
        call(path: "/v1/servers/dry-run-1-2"), call(query: [APICall.QueryItem("server_id", "dry-run-12-1")]),
        call(body: #"{"server_ids":["a","dry-run-1-1"]}"#), call(body: #"{"orders":[{"order_id":"dry-run-3"}]}"#),
        call(body: #"{"publicip":{"ids":["dry-run-1-1"]}}"#),
    ]

    @Test(arguments: refused.indices)
    func `a call with an id that a dry run made up is refused`(index: Int) throws {
        let error = #expect(throws: CPHError.self) { try Self.refused[index].refusePretendedIDs() }
        #expect(error?.kind == .argument && error?.code == "dry_run")
        #expect(error?.message.contains("is no id: a dry run made it up") == true)
    }

    private static let sent: [APICall] = [
        call(), call(path: "/v1/servers/dry-run"), call(path: "/v1/dry-run-1-2-3"),
        call(query: [APICall.QueryItem("server_name", "dry-run-1")]),
        call(body: #"{"server_name":"dry-run-1","keypair_name":"dry-run-1-1"}"#), call(body: "dry-run-1, no JSON"),
        call(body: #"{"server_ids":["dry-run-a"]}"#),
    ]

    @Test(arguments: sent.indices)
    func `names of that form, and other ids, are sent`(index: Int) throws {
        try Self.sent[index].refusePretendedIDs()
    }

    @Test func `the gate refuses such a change, and a dry run goes on to show it`() async throws {
        let bench = try Bench()
        let call = Self.refused[2]
        let gate = SpendGuard(try bench.ledger(), limits: .everything, approver: nil)
        let error = await #expect(throws: CPHError.self) { try await gate.exchange(call) }
        #expect(error?.code == "dry_run")
        let dry = SpendGuard(
            try bench.ledger(), limits: .everything, approver: nil,
            mode: .dryRun { #expect($0.lines.hasPrefix("dry run: ")) })
        #expect(try await dry.exchange(call).origin == .dryRun)
    }
}
