import CPHSigner
import Schema
import TestSupport
import Testing

/// Recorded signatures: what Huawei's own SDK made of a request, byte for byte.
struct SigningVector: CustomTestStringConvertible, Sendable {
    let name: String
    let input: Value
    let expect: Value

    var testDescription: String { name }
    var algorithm: String? { input["algorithm"]?.text }
    var isDerived: Bool { input["derived"]?.isNull == false }

    var request: UnsignedRequest {
        UnsignedRequest(
            method: input["method"]?.text ?? "", host: input["host"]?.text ?? "", path: input["path"]?.text ?? "",
            query: (input["query"]?.items ?? []).map {
                QueryItem($0.items?[0].asText ?? "", $0.items?[1].asText ?? "")
            },
            headers: (input["headers"]?.members ?? [:]).map { HeaderField($0.key, $0.value.asText) },
            body: Array((input["body"]?.text ?? "").utf8))
    }

    var keys: SigningKeys {
        SigningKeys(
            accessKey: input["ak"]?.text ?? "", secretKey: Array((input["sk"]?.text ?? "").utf8),
            securityToken: input["security_token"]?.text, projectID: input["project_id"]?.text,
            domainID: input["domain_id"]?.text)
    }

    var date: String { input["frozen_utc"]?.text ?? "" }

    static func load() throws -> [SigningVector] {
        let cases = try Vectors.load("signing")["cases"]?.items ?? []
        return cases.map {
            SigningVector(name: $0["name"]?.text ?? "", input: $0["input"] ?? [:], expect: $0["expect"] ?? [:])
        }
    }

    /// All of the algorithm that CPH takes. The derived variant (V11) is for hosts outside Huawei's usual names and SM3
    /// for other clouds; neither is spoken to a CPH endpoint, so this project leaves them out.
    static func ours() throws -> [SigningVector] {
        try load().filter { $0.algorithm == "HMAC_SHA256" && !$0.isDerived }
    }
}

/// A request as Huawei's SDK put it on the wire, with the signature it bore.
struct RecordedRequest: CustomTestStringConvertible, Sendable {
    let name: String
    let request: ReceivedRequest

    var testDescription: String { name }

    static let secretKey = Array("SkExample0123456789abcdefghijklmnopqrstu".utf8)

    static func load() throws -> [RecordedRequest] {
        let file = try Vectors.load("create-requests")
        let all = (file["create_bms"]?.items ?? []) + (file["neighbours"]?.items ?? [])
        return all.map { item in
            RecordedRequest(
                name: item["name"]?.text ?? "",
                request: ReceivedRequest(
                    method: item["method"]?.text ?? "", target: item["target"]?.text ?? "",
                    headers: (item["headers"]?.items ?? []).map {
                        HeaderField($0.items?[0].text ?? "", $0.items?[1].text ?? "")
                    },
                    body: Array((item["body"]?.text ?? "").utf8)))
        }
    }
}

extension Value {
    subscript(key: String) -> Value? { members?[key] }

    /// As a query or a header carries it: the SDK writes booleans in lower case.
    var asText: String { text ?? json() }
}
