import CPHModel
import Schema
import Testing

/// What an exchange means for a purchase of 2 servers, row by row.
struct VerdictTests {
    private static let ids = ["1234567b8bab40ffb711234cb80d0234", "1678567b8bab40f93711234cb80d0764"]
    private static let order = #""order_id":"CS1710111105S8IPB""#
    private static let both = #""server_ids":["\#(ids[0])","\#(ids[1])"]"#

    @Test(arguments: [
        (200, "{\(order),\(both)}", "accepted"),
        (200, "{\(both)}", "accepted"),
        (202, "{\(order),\(both)}", "accepted"),
        (200, "{\(order),\"server_ids\":[\"\(ids[0])\"]}", "partial"),
        (200, "{\(order)}", "orderOnly"),
        (200, "{\(order),\"server_ids\":[]}", "orderOnly"),
        (200, "{\(order),\"error_code\":\"CPS.0003\",\"error_msg\":\"x\"}", "orderOnly"),
        (200, "{\(order),\(both),\"error_code\":\"CPS.0003\",\"error_msg\":\"x\"}", "orderOnly"),
        (200, "{\"error_code\":\"CPS.0024\",\"error_msg\":\"x\"}", "refused"),
        (200, "{\"error_code\":\"CPS.0003\",\"error_msg\":\"x\"}", "inDoubt"),
        (200, "{\(order),\(both),\"error_code\":\"\"}", "accepted"),
        (200, "{\(order),\"server_ids\":[\"\(ids[0])\",\"\(ids[0])\"]}", "inDoubt"),
        (200, "{\(order),\"server_ids\":[\"\(ids[0])\",\"\(ids[1])\",\"c\"]}", "inDoubt"),
        (200, "{\(order),\"server_ids\":[\"\(ids[0])\",null]}", "inDoubt"),
        (200, "{\(order),\"server_ids\":[\"\(ids[0])\",7]}", "inDoubt"),
        (200, "{\(order),\"server_ids\":[\"\(ids[0])\",\"\"]}", "inDoubt"),
        (200, "{\(order),\"server_ids\":[\"\(ids[0])\",\"123456789012345678901234567890123\"]}", "inDoubt"),
        (200, "{\"order_id\":5,\(both)}", "inDoubt"),
        (200, "{\"order_id\":\"\",\(both)}", "inDoubt"),
        (200, "{\"order_id\":\"a b\",\(both)}", "inDoubt"),
        (200, "{\"order_id\":\"CS1\\u001b[8m\"}", "inDoubt"),
        (200, "{\"order_id\":\"ä\",\"error_code\":\"CPS.0003\",\"error_msg\":\"x\"}", "inDoubt"),
        (200, "{\"order_id\":\"\(String(repeating: "A", count: 64))\",\(both)}", "accepted"),
        (200, "{\"order_id\":\"\(String(repeating: "A", count: 65))\",\(both)}", "inDoubt"),
        (200, "{\(order),\"server_ids\":[\"\(ids[0])\",\"a\\nb\"]}", "inDoubt"),
        (200, "{}", "inDoubt"),
        (200, "", "inDoubt"),
        (200, "<html>sign in</html>", "inDoubt"),
        (200, "{\(order),\(both)", "inDoubt"),
        (204, "", "inDoubt"),
        (301, "", "inDoubt"),
        (307, "", "inDoubt"),
        (400, "{\"error_code\":\"CPS.0024\",\"error_msg\":\"x\"}", "refused"),
        (400, "{\"error_code\":\"CPS.0003\",\"error_msg\":\"x\"}", "inDoubt"),
        (400, "{\"error_code\":\"CPS.9999\",\"error_msg\":\"x\"}", "inDoubt"),
        (400, "{\"error_code\":\"CPS.0024\",\"error_msg\":\"x\",\(order)}", "inDoubt"),
        (400, "bad request", "inDoubt"),
        (401, "{\"error_code\":\"APIGW.0301\",\"error_msg\":\"x\"}", "unauthorized"),
        (401, "<html>proxy</html>", "inDoubt"),
        (403, "{\"error_code\":\"APIGW.0302\",\"error_msg\":\"x\"}", "unauthorized"),
        (403, "{\"error_code\":\"CPS.0001\",\"error_msg\":\"x\"}", "refused"),
        (404, "{\"error_code\":\"APIGW.0101\",\"error_msg\":\"x\"}", "refused"),
        (404, "not found", "inDoubt"),
        (408, "{\"error_code\":\"CPS.0024\",\"error_msg\":\"x\"}", "inDoubt"),
        (409, "{\"error_code\":\"CPS.0024\",\"error_msg\":\"x\"}", "inDoubt"),
        (413, "{\"error_code\":\"APIGW.0201\",\"error_msg\":\"x\"}", "refused"),
        (425, "{\"error_code\":\"CPS.0024\",\"error_msg\":\"x\"}", "inDoubt"),
        (429, "{\"error_code\":\"APIGW.0308\",\"error_msg\":\"x\"}", "throttled"),
        (429, "", "throttled"),
        (429, "{\(order),\"error_code\":\"APIGW.0308\",\"error_msg\":\"x\"}", "inDoubt"),
        (500, "{\"error_code\":\"CPS.0024\",\"error_msg\":\"x\"}", "inDoubt"),
        (502, "<html>bad gateway</html>", "inDoubt"),
        (503, "", "inDoubt"),
        (100, "", "inDoubt"),
    ])
    func `judges a complete answer`(status: Int, body: String, expected: String) {
        let exchange = Exchange(bytesSent: 900, answer: Answer(status: status, body: Array(body.utf8)))
        #expect(Verdict(exchange, count: 2, paysAtOnce: true).name == expected)
    }

    @Test(arguments: [("{\(order),\(both)}", "unpaid"), ("{\(order)}", "unpaid"), ("{}", "inDoubt")])
    func `an order that does not pay at once waits for payment`(body: String, expected: String) {
        let exchange = Exchange(bytesSent: 900, answer: Answer(status: 200, body: Array(body.utf8)))
        #expect(Verdict(exchange, count: 2, paysAtOnce: false).name == expected)
    }

    @Test(arguments: TransportFailure.Kind.allCases)
    func `a failure is harmless only when no byte was sent`(kind: TransportFailure.Kind) {
        let failure = TransportFailure(kind, "x")
        #expect(Verdict(Exchange(bytesSent: 0, failure: failure), count: 2, paysAtOnce: true) == .notSent(failure))
        #expect(Verdict(Exchange(bytesSent: 1, failure: failure), count: 2, paysAtOnce: true).name == "inDoubt")
    }

    @Test func `an answer proves that something was sent, whatever the count says`() {
        let exchange = Exchange(
            bytesSent: 0, failure: TransportFailure(.broken, "cut"), partialAnswer: Answer(status: 200))
        #expect(Verdict(exchange, count: 2, paysAtOnce: true).name == "inDoubt")
    }

    @Test func `keeps what an answer in doubt names`() {
        let body = "{\(Self.order),\"server_ids\":[\"\(Self.ids[0])\",null]}"
        let exchange = Exchange(bytesSent: 900, answer: Answer(status: 200, body: Array(body.utf8)))
        guard case .inDoubt(let doubt) = Verdict(exchange, count: 2, paysAtOnce: true) else {
            Issue.record("not in doubt")
            return
        }
        #expect(doubt.salvage.orderID == "CS1710111105S8IPB")
        #expect(doubt.salvage.serverIDs == [Self.ids[0]])
        #expect(doubt.reason == "the answer's server_ids[2] is null")
    }

    @Test func `only codes on the allow-list refuse`() {
        for entry in ErrorCatalog.entries {
            let body = #"{"error_code":"\#(entry.code)","error_msg":"x"}"#
            let exchange = Exchange(bytesSent: 900, answer: Answer(status: 400, body: Array(body.utf8)))
            let verdict = Verdict(exchange, count: 2, paysAtOnce: true)
            #expect((verdict.name == "refused") == entry.refuses, "\(entry.code)")
        }
    }
}
