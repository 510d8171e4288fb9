import CPHModel
import Testing

@testable import Ledger

/// What an answer to a change means: never more than it says.
struct ChangeVerdictTests {
    private static func name(_ verdict: Verdict) -> String {
        switch verdict {
        case .accepted: "accepted"
        case .unpaid: "unpaid"
        case .refused: "refused"
        case .throttled: "throttled"
        case .unauthorized: "unauthorized"
        case .notSent: "not sent"
        case .inDoubt: "in doubt"
        case .partial, .orderOnly: "other"
        }
    }

    private func verdict(_ change: ResourceChange, _ status: Int, _ body: String) -> String {
        Self.name(change.verdict(on: Exchange(bytesSent: 1, answer: Answer(status: status, body: Array(body.utf8)))))
    }

    @Test(arguments: [
        (200, #"{"order_ids": ["CS1"]}"#, "accepted"), (200, #"{"order_ids": ["CS1", "CS2"]}"#, "in doubt"),
        (200, #"{"order_ids": []}"#, "in doubt"), (200, "{}", "in doubt"), (200, "<html>", "in doubt"),
        (200, #"{"order_ids": ["C S"]}"#, "in doubt"), (302, "", "in doubt"),
        (200, #"{"fail_resource_infos": [{"resource_id": "0a1b", "error_code": "CBC.0100"}]}"#, "refused"),
        (200, #"{"fail_resource_infos": [{"resource_id": "0a1b", "error_code": "CBC.7"}]}"#, "in doubt"),
        (200, #"{"order_ids": ["CS1"], "error_code": "CBC.0100"}"#, "in doubt"),
        (400, #"{"error_code": "CBC.0100", "error_msg": "x"}"#, "refused"),
        (400, #"{"error_code": "CBC.9999", "error_msg": "x"}"#, "in doubt"),
        (400, #"{"error_code": "CBC.0100", "order_ids": ["CS1"]}"#, "in doubt"),
        (500, #"{"error_code": "CBC.0100"}"#, "in doubt"),
        (429, #"{"error_code": "APIGW.0308", "error_msg": "x"}"#, "throttled"),
    ])
    func `a renewal is done by one order, and refused by a code that says so`(
        status: Int, body: String, expected: String
    ) {
        #expect(verdict(.renewal(), status, body) == expected)
    }

    @Test func `an order that is not paid at once waits`() {
        var change = ResourceChange.renewal()
        change.isAutoPay = .no
        #expect(verdict(change, 200, #"{"order_ids": ["CS1"]}"#) == "unpaid")
    }

    @Test(arguments: [
        (204, "", "accepted"), (200, "{}", "accepted"), (200, "<html>", "in doubt"), (503, "", "in doubt"),
        (400, #"{"error_code": "CBC.0100"}"#, "refused"),
    ])
    func `a switch is done by an answer without a word`(status: Int, body: String, expected: String) {
        #expect(verdict(.sample(.autoRenewal), status, body) == expected)
    }

    @Test func `only the call that it makes carries a change`() {
        let change = ResourceChange.renewal()
        #expect(change.isCarried(by: change.call) && !change.isCarried(by: ResourceChange.renewal(months: 2).call))
        #expect(!change.isCarried(by: ResourceChange.sample(.unsubscription).call))
        #expect(change.call.effect == .purchase && change.call.purchase?.serverName == change.key)
    }
}
