import Schema
import Testing

@testable import CPHModel

/// Answers to a purchase that went wrong on their way: what they name as bought is kept, and never taken for success.
struct AnswerSalvageTests {
    private static let plain =
        #"{"request_id":"r","order_id":"CS2611231458ABC","product_id":"p","server_ids":["a1","b2"]}"#
    private static let order = "CS2611231458ABC"

    private func verdict(_ body: [UInt8], status: Int = 200) -> Verdict {
        Verdict(Exchange(bytesSent: 1, answer: Answer(status: status, body: body)), count: 2, paysAtOnce: true)
    }

    private func kept(_ verdict: Verdict) -> CreateServerResponse? {
        guard case .inDoubt(let doubt) = verdict else { return nil }
        return doubt.salvage
    }

    /// What a body becomes, by what happened to it.
    static let accidents: [(name: String, body: String)] = [
        ("cut by two bytes", String(plain.dropLast(2))), ("cut in the ids", String(plain.dropLast(6))),
        ("cut before the ids", String(plain.prefix(70))), ("text behind", plain + "\nConnection: close"),
        ("text in front", "<!-- ok -->" + plain), ("twice", plain + plain),
        ("a key twice", "{" + plain.dropFirst().dropLast() + "," + plain.dropFirst()),
        ("a lone surrogate", plain.replacing(#""r""#, with: #""\ud800""#)),
        ("a raw tab", plain.replacing("\"r\"", with: "\"\t\"")),
        ("two marks in front", "\u{FEFF}\u{FEFF}" + plain), ("single NaN", plain.replacing("\"r\"", with: "NaN")),
        ("a comma too many", plain.replacing("]}", with: "],}")), ("wrapped in data", #"{"data":"# + plain + "}"),
        ("wrapped twice", #"{"code":0,"result":{"data":"# + plain + "}}"), ("in a list", "[" + plain + "]"),
        ("as text in JSON-RPC", #"{"jsonrpc":"2.0","result":"# + plain + "}"),
        ("camel case", #"{"requestId":"r","orderId":"CS2611231458ABC","serverIds":["a1","b2"]}"#),
        ("chunk sizes inside", "1a\r\n" + plain.prefix(18) + "\r\n" + plain.dropFirst(18)),
    ]

    @Test(arguments: accidents)
    func `the order that stands in the bytes is kept, and proves nothing`(name: String, body: String) {
        for status in [200, 400, 403, 404, 500, 502] {
            let verdict = verdict(Array(body.utf8), status: status)
            #expect(kept(verdict)?.orderID == Self.order, "\(name), \(status): \(verdict)")
        }
    }

    @Test(arguments: accidents.filter { !$0.name.hasPrefix("cut") })
    func `the servers that stand in the bytes are kept`(name: String, body: String) {
        #expect(kept(verdict(Array(body.utf8)))?.serverIDs == ["a1", "b2"], "\(name)")
    }

    @Test func `of a list that is cut the servers before the cut are kept`() {
        #expect(kept(verdict(Array(Self.plain.dropLast(6).utf8)))?.serverIDs == ["a1"])
        #expect(kept(verdict(Array(Self.plain.dropLast(2).utf8)))?.serverIDs == ["a1", "b2"])
    }

    @Test func `two bytes a letter are read as letters`() {
        let utf16 = Self.plain.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(kept(verdict(utf16))?.orderID == Self.order)
    }

    @Test func `an answer that is text in another is read, however often it was wrapped`() {
        var body = Self.plain
        for times in 1...3 {
            body = Value.object(["statusCode": 200, "body": .string(body)]).json()
            #expect(kept(verdict(Array(body.utf8)))?.orderID == Self.order, "\(times) times: \(body)")
            #expect(kept(verdict(Array(body.utf8)))?.serverIDs == ["a1", "b2"])
            #expect(kept(verdict(Array(body.utf8.dropLast(3 * times))))?.orderID == Self.order)
        }
    }

    @Test func `servers without the order that is to be paid are in doubt, and looked for`() {
        let body = Array(#"{"server_ids":["a1","b2"]}"#.utf8)
        let exchange = Exchange(bytesSent: 1, answer: Answer(status: 200, body: body))
        #expect(kept(Verdict(exchange, count: 2, paysAtOnce: false))?.serverIDs == ["a1", "b2"])
        guard case .accepted = Verdict(exchange, count: 2, paysAtOnce: true) else {
            Issue.record("the order is paid")
            return
        }
    }

    @Test func `bytes that are no UTF-8 do not hide the order`() {
        var body = Array("{\"x\":\"".utf8) + [0xB0, 0xC4, 0xED, 0xA0, 0x80]
        body += Array("\",".utf8) + Array(Self.plain.utf8.dropFirst())
        #expect(kept(verdict(body))?.orderID == Self.order)
    }

    @Test(arguments: [
        #"{"error_code":"CPS.0006","error_msg":"arrears","data":{"order_id":"CS2611231458ABC"}}"#,
        #"{"error":{"code":"CPS.0024","message":"count","orderId":"CS2611231458ABC"}}"#,
    ])
    func `an error that names an order is no refusal`(body: String) {
        for status in [200, 400] { #expect(kept(verdict(Array(body.utf8), status: status))?.orderID == Self.order) }
    }

    @Test(arguments: [
        #"{"x":"order_id"}"#, #"{"order_id":null}"#, #"{"order_id":"a"#,
        #"{"order_id":{"id":"a"}}"#, #"{"note":"the \"order_id\":\"x\" of it"}"#,
        #"[{"order_id":"a"},{"order_id":"b"}]"#,
    ])
    func `what is no order, or more than one, is none`(body: String) {
        #expect(kept(verdict(Array(body.utf8)))?.orderID == nil)
    }

    @Test func `every cut, every doubled byte and every changed byte leaves an order that is in doubt or right`() {
        let bytes = Array(Self.plain.utf8)
        var changes: [[UInt8]] = []
        for index in bytes.indices {
            let (before, here, after) = (Array(bytes[..<index]), bytes[index], Array(bytes[(index + 1)...]))
            changes += [before, before + [here, here] + after, before + after]
            changes += [before + [0x00] + after, before + [0xFF] + after]
        }
        for body in changes {
            let holdsOrder = String(decoding: body, as: UTF8.self).contains(#""order_id":"CS2611231458ABC""#)
            switch verdict(body) {
            case .accepted(let response): #expect(Set(response.serverIDs ?? []).count == 2)
            case .partial(let response), .orderOnly(let response):
                #expect(!holdsOrder || response.orderID == Self.order)
            case .inDoubt(let doubt): #expect(!holdsOrder || doubt.salvage.orderID == Self.order)
            case .refused, .throttled, .unauthorized, .notSent, .unpaid:
                Issue.record("\(String(decoding: body, as: UTF8.self))")
            }
        }
    }
}

/// Where services put the code of an error, and what is no error.
struct ErrorShapeTests {
    private func fault(_ body: String, status: Int = 400) -> ServiceFault {
        ServiceFault(Answer(status: status, body: Array(body.utf8)), try? Value(json: Array(body.utf8)))
    }

    @Test(arguments: [
        #"{"error_code":"CPS.0006","error_msg":"arrears"}"#, #"{"errorCode":"CPS.0006","errorMsg":"arrears"}"#,
        #"{"code":"CPS.0006","message":"arrears"}"#, #"{"errcode":"CPS.0006","errmsg":"arrears"}"#,
        #"{"err_code":"CPS.0006","err_msg":"arrears"}"#, #"{"errCode":"CPS.0006","errMsg":"arrears"}"#,
        #"{"error_code":"CPS.0006","message":"arrears"}"#, #"{"error_code":"CPS.0006","error_message":"arrears"}"#,
        #"{"code":"CPS.0006","msg":"arrears"}"#, #"{"error":{"code":"CPS.0006","message":"arrears"}}"#,
        #"{"error":{"error_code":"CPS.0006","error_msg":"arrears"}}"#,
        #"{"Error":{"Code":1,"code":"CPS.0006","message":"arrears"}}"#,
        #"{"errors":[{"code":"CPS.0006","message":"arrears"}]}"#,
        #"{"errors":[{"error_code":"CPS.0006","error_msg":"arrears"}]}"#,
        #"[{"error_code":"CPS.0006","error_msg":"arrears"}]"#,
        #"{"badRequest":{"code":"CPS.0006","message":"arrears"}}"#,
        #"{"result":{"error":{"code":"CPS.0006","message":"arrears"}}}"#,
        #"{"data":{"errors":[{"code":"CPS.0006","message":"arrears"}]}}"#,
        #"{"request_id":"r","error":{"code":"CPS.0006","message":"arrears"}}"#,
        "\u{FEFF}" + #"{"error_code":"CPS.0006","error_msg":"arrears"}"#,
        #"{"message":"arrears","code":"CPS.0006","status":400}"#,
        #"{"status":"error","errors":[null,{"code":"CPS.0006","message":"arrears"}]}"#,
    ])
    func `a code is found wherever a service puts it, and refuses`(body: String) {
        let fault = fault(body)
        #expect(fault.code == "CPS.0006" && fault.message == "arrears", "\(fault)")
        let verdict = Verdict(
            Exchange(bytesSent: 1, answer: Answer(status: 400, body: Array(body.utf8))), count: 1, paysAtOnce: true)
        #expect(verdict == .refused(fault))
    }

    @Test(arguments: [
        #"{"error_code":"CPS.0006"}"#, #"{"error_code":"CPS.0006","error_msg":""}"#,
        #"{"error_code":"CPS.0006","error_msg":null}"#,
        #"{"error":{"code":"CPS.0006","message":""}}"#, #"{"code":"CPS.0006"}"#,
    ])
    func `a code counts without a message, which is then the body`(body: String) {
        #expect(fault(body).code == "CPS.0006" && fault(body).message == body)
    }

    @Test(arguments: ["<html>", "", "null", "5", #"{"x":1}"#, #"{"a":{"b":{"c":{"d":{"code":"CPS.0006"}}}}}"#])
    func `a body without a code has the status for one`(body: String) {
        #expect(fault(body, status: 503).code == "503")
    }

    @Test(arguments: ["CBC.0000", "0", "00", "CPS.0000", "OK", "success", ""])
    func `a code of success is no error`(code: String) throws {
        #expect(!ErrorCatalog.isError(code))
        let body = Array(#"{"error_code":"\#(code)","error_msg":"ok","servers":[],"count":0}"#.utf8)
        let list = try Operations.listServers.answer(
            in: Exchange(bytesSent: 1, answer: Answer(status: 200, body: body)))
        #expect(list.count == 0)
        let bought = #"{"error_code":"\#(code)","order_id":"CS1","server_ids":["a"]}"#
        let verdict = Verdict(
            Exchange(bytesSent: 1, answer: Answer(status: 200, body: Array(bought.utf8))), count: 1, paysAtOnce: true)
        guard case .accepted = verdict else {
            Issue.record("\(verdict)")
            return
        }
    }

    @Test(arguments: ["CBC.0001", "1", "CPS.0006", "CBC.30000010", "error", "0x1"])
    func `every other code is an error`(code: String) { #expect(ErrorCatalog.isError(code)) }
}
