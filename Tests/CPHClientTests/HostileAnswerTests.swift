import CPHModel
import Testing

@testable import CPHClient

/// An answer to a purchase that a broken proxy, a captive portal or an enemy could give.
struct HostileAnswer: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: [UInt8]

    init(_ name: String, raw: String) { (testDescription, bytes) = (name, Array(raw.utf8)) }

    init(_ name: String, body: [UInt8], status: Int = 200, headers: String = "") {
        let head = "HTTP/1.1 \(status) S\r\nContent-Length: \(body.count)\r\n\(headers)\r\n"
        (testDescription, bytes) = (name, Array(head.utf8) + body)
    }

    init(_ name: String, _ body: String, status: Int = 200, headers: String = "") {
        self.init(name, body: Array(body.utf8), status: status, headers: headers)
    }

    private static let ids = #""server_ids":["1234567b8bab40ffb711234cb80d0234"]"#

    static let bodies = [
        HostileAnswer("an empty body", ""),
        HostileAnswer("a sign-in page", "<html><body>Sign in</body></html>"),
        HostileAnswer("a list", "[]"), HostileAnswer("null", "null"), HostileAnswer("a number", "1"),
        HostileAnswer("an empty object", "{}"), HostileAnswer("half an object", "{\(ids)"),
        HostileAnswer("text after the object", "{\(ids)}{}"), HostileAnswer("a comma too many", "{\(ids),}"),
        HostileAnswer("a name twice", "{\(ids),\(ids)}"), HostileAnswer("single quotes", "{'server_ids':['a']}"),
        HostileAnswer("NaN", "{\(ids),\"x\":NaN}"), HostileAnswer("a NUL byte", "{\(ids),\"x\":\"\0\"}"),
        HostileAnswer("half a surrogate pair", #"{"order_id":"\ud800"}"#),
        HostileAnswer("two byte order marks", "\u{FEFF}\u{FEFF}{\(ids)}"),
        HostileAnswer(
            "bytes that are no UTF-8", body: Array("{\"order_id\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)),
        HostileAnswer("UTF-16", body: "{\(ids)}".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
        HostileAnswer("gzip", body: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], headers: "Content-Encoding: gzip\r\n"),
        HostileAnswer("a million lists in lists", String(repeating: "[", count: 1_000_000)),
        HostileAnswer("a number of 400,000 digits", "{\"x\":\(String(repeating: "9", count: 400_000))}"),
        HostileAnswer("ids that are no text", #"{"server_ids":[1,2]}"#),
        HostileAnswer("an id that is null", #"{"server_ids":[null]}"#),
        HostileAnswer("an id that is empty", #"{"server_ids":[""]}"#),
        HostileAnswer("an id of 100,000 letters", "{\"server_ids\":[\"\(String(repeating: "a", count: 100_000))\"]}"),
        HostileAnswer("more ids than servers", #"{"server_ids":["a","b"]}"#),
        HostileAnswer("an error that proves nothing", #"{"error_code":"CPS.0003","error_msg":"x"}"#),
        HostileAnswer("an unknown error", #"{"error_code":"CPS.9999","error_msg":"x"}"#, status: 400),
        HostileAnswer(
            "an order in an error", #"{"error_code":"CPS.0024","error_msg":"x","order_id":"CS1"}"#, status: 400),
    ]

    static let exchanges = [
        HostileAnswer("nothing", raw: ""), HostileAnswer("garbage", raw: "garbage\r\n\r\n"),
        HostileAnswer("half a head", raw: "HTTP/1.1 200 OK\r\nContent-Le"),
        HostileAnswer("only interim answers", raw: String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 100)),
        HostileAnswer(
            "more interim answers than anyone sends", raw: String(repeating: "HTTP/1.1 102 P\r\n\r\n", count: 5000)),
        HostileAnswer(
            "a body that is shorter than it says", raw: "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\(ids)}"),
        HostileAnswer("300 MiB", raw: "HTTP/1.1 200 OK\r\nContent-Length: 314572800\r\n\r\n{"),
        HostileAnswer("a negative length", raw: "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
        HostileAnswer(
            "a chunk without end", raw: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\(ids)}"),
        HostileAnswer("a chunk of no number", raw: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}"),
        HostileAnswer("a switch of protocol", raw: "HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n{}"),
        HostileAnswer("HTTP/0.9", raw: "{\(ids)}"), HostileAnswer("HTTP/2 without asking", raw: "HTTP/2 200\r\n\r\n"),
    ]

    /// Every class of status, with a page that no service of ours wrote.
    static let statuses = [
        204, 205, 206, 299, 300, 301, 302, 303, 304, 307, 308, 399, 400, 401, 402, 403, 404, 405, 407, 408, 409, 410,
        411, 413, 415, 417, 421, 422, 425, 426, 431, 451, 499, 500, 501, 502, 503, 504, 505, 507, 511, 520, 599,
    ].map {
        HostileAnswer("status \($0)", $0 == 204 || $0 == 304 ? "" : "<html>", status: $0, headers: "Location: /x\r\n")
    }
}

struct HostileAnswerTests {
    @Test(arguments: HostileAnswer.bodies + HostileAnswer.exchanges + HostileAnswer.statuses)
    func `leaves a purchase in doubt, sent once`(answer: HostileAnswer) async throws {
        let cloud = try TestCloud { connection in
            _ = connection.readRequest()
            connection.send(answer.bytes)
        }
        let exchange = try await cloud.client().exchange(TestCloud.purchase)
        let verdict = Verdict(exchange, count: 1, paysAtOnce: true)
        guard case .inDoubt = verdict else {
            Issue.record("taken for an outcome: \(verdict)")
            return
        }
        #expect(exchange.bytesSent > 0)
        #expect(cloud.server.requests.count == 1 && cloud.machine.slept.isEmpty)
    }
}
