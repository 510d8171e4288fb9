import CPHModel
import Schema
import TestSupport
import Testing

/// What Huawei's SDK sent, checked against our rules.
struct VectorTests {
    @Test func `calls valid what the recordings call valid and invalid what they call invalid`() throws {
        let cases = try Vectors.load("create-requests")["create_bms"].items ?? []
        #expect(cases.count == 35)
        for vector in cases {
            let body = try Value(json: vector["body"].text ?? "")
            let errors = CreateServer.problems(in: body).filter { $0.severity == .error }
            #expect(.bool(errors.isEmpty) == vector["api_valid"], "\(vector["name"]): \(errors)")
        }
    }

    @Test func `builds the same calls as the SDK, in method, path, query and body`() throws {
        let file = try Vectors.load("create-requests")
        let project = file["project_id"].text ?? ""
        let recorded = (file["create_bms"].items ?? []) + (file["neighbours"].items ?? [])
        var compared = 0
        for vector in recorded where vector["api_valid"] != false {
            guard let call = try ours(vector) else { continue }
            // The signer sorts the query, and what is signed is what is sent.
            let query = call.query.map { "\($0.name)=\($0.value)" }.sorted().joined(separator: "&")
            let target = call.path(projectID: project) + (query.isEmpty ? "" : "?\(query)")
            #expect(.string(target) == vector["target"])
            #expect(.string(call.method.rawValue) == vector["method"])
            if let body = call.body { #expect(try Value(json: body) == Value(json: vector["body"].text ?? "")) }
            compared += 1
        }
        #expect(compared == 28)
    }

    /// Our call for a recorded one, where we have the operation.
    private func ours(_ vector: Value) throws -> APICall? {
        switch vector["name"].text {
        case "list-servers-default": return Operations.listServers.call(ListServers())
        case "show-server":
            return try call(Operations.showServer, ["server_id": "1234567b8bab40ffb711234cb80d0234"])
        case "list-server-models":
            return try call(Operations.listServerModels, ["product_type": 0, "marker": "m", "limit": 10])
        case "list-phone-images": return try call(Operations.listPhoneImages, ["image_type": "all"])
        case "show-job": return try call(Operations.showJob, ["job_id": "j1"])
        case "update-keypair": return try call(Operations.changeKeyPairs, body(vector))
        case "delete-servers": return try call(Operations.deleteServers, body(vector))
        case "update-bandwidth":
            var request = try body(vector).members ?? [:]
            request["band_width_id"] = "b1"
            return try call(Operations.resizeBandwidth, .object(request))
        case "list-tags":
            let resource: Value = [
                "resource_type": "cph-server", "resource_id": "1234567b8bab40ffb711234cb80d0234",
            ]
            return try call(Operations.listTags, resource)
        case _ where vector["api_valid"] == true:
            return Operations.createServer.call(try CreateServer(validating: body(vector)))
        default: return nil
        }
    }

    private func body(_ vector: Value) throws -> Value { try Value(json: vector["body"].text ?? "") }

    private func call<Q: Model, R: Model>(_ operation: Operation<Q, R>, _ request: Value) throws -> APICall {
        operation.call(try Q(validating: request))
    }

    /// What each recorded answer means for a purchase of two servers that pays at once.
    private static let verdicts: [String: String] = [
        "ok": "accepted", "ok-200-with-error": "inDoubt", "ok-no-server-ids": "orderOnly", "ok-empty-body": "inDoubt",
        "ok-array": "inDoubt", "ok-server-ids-string": "inDoubt", "ok-204": "inDoubt", "err-400-snake": "refused",
        "err-400-camel": "inDoubt", "err-400-nested": "inDoubt", "err-400-only-code": "inDoubt",
        "err-400-empty": "inDoubt", "err-403-policy": "refused", "err-409": "inDoubt", "err-429-retry3": "throttled",
        "err-502-html": "inDoubt", "net-connection-closed": "inDoubt", "net-read-timeout": "inDoubt",
    ]

    @Test func `judges every recorded answer`() throws {
        let cases = try Vectors.load("responses")["cases"].items ?? []
        #expect(Set(cases.compactMap { $0["name"].text }) == Set(Self.verdicts.keys))
        for vector in cases {
            let verdict = Verdict(exchange(vector), count: 2, paysAtOnce: true)
            #expect(verdict.name == Self.verdicts[vector["name"].text ?? ""], "\(vector["name"])")
        }
    }

    /// But for a code without a message, which the SDK takes for none at all.
    @Test func `reads code, message and request as the SDK does`() throws {
        let cases = try Vectors.load("responses")["cases"].items ?? []
        let errors = cases.filter { $0["exception"]["status_code"].integer != nil }
        #expect(errors.count == 9)
        for vector in errors {
            let expected = vector["exception"]
            let fault = fault(in: exchange(vector))
            #expect(fault?.status == expected["status_code"].integer)
            let code = vector["name"].text == "err-400-only-code" ? "X" : expected["error_code"].text
            #expect(fault?.code == code ?? expected["error_code"].json())
            #expect(fault?.message == expected["error_msg"].text)
            #expect(fault?.requestID == expected["request_id"].text)
        }
    }

    private func fault(in exchange: Exchange) -> ServiceFault? {
        switch Verdict(exchange, count: 2, paysAtOnce: true) {
        case .refused(let fault), .throttled(let fault), .unauthorized(let fault): fault
        case .inDoubt(let doubt): doubt.fault
        case .accepted, .unpaid, .partial, .orderOnly, .notSent: nil
        }
    }

    private func exchange(_ vector: Value) -> Exchange {
        let reply = vector["reply"]
        if reply["close"] == true || reply["stall"] != .null {
            return Exchange(bytesSent: 900, failure: TransportFailure(.broken, "closed"))
        }
        let headers = (reply["headers"].members ?? [:]).map { Answer.Header($0.key, $0.value.text ?? "") }
        return Exchange(
            bytesSent: 900,
            answer: Answer(
                status: reply["status"].integer ?? 0, headers: headers, body: Array((reply["body"].text ?? "").utf8)))
    }
}

extension Verdict {
    /// The case, as a word.
    var name: String {
        switch self {
        case .accepted: "accepted"
        case .unpaid: "unpaid"
        case .partial: "partial"
        case .orderOnly: "orderOnly"
        case .refused: "refused"
        case .throttled: "throttled"
        case .unauthorized: "unauthorized"
        case .notSent: "notSent"
        case .inDoubt: "inDoubt"
        }
    }
}

extension Value {
    subscript(_ key: String) -> Value { members?[key] ?? .null }
}
