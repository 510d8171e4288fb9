import Schema
import Testing

@testable import CPHSigner

struct SigningTests {
    @Test(arguments: try SigningVector.ours())
    func `signs like Huawei's SDK, to the byte`(vector: SigningVector) throws {
        let signed = try vector.request.signed(with: vector.keys, date: vector.date)
        let headers = signed.headers.map { Object.Member($0.name, .string($0.value)) }
        #expect(Value.object(Object(uniqueMembers: headers)) == vector.expect["headers"])
        #expect(signed.headers.value(of: "Authorization") == vector.expect["authorization"]?.text)
        #expect(signed.target == vector.expect["uri"]?.text)
    }

    @Test(arguments: try SigningVector.ours())
    func `writes the canonical request and the string to sign like Huawei's SDK`(vector: SigningVector) throws {
        let request = vector.request
        guard let expected = vector.expect["canonical_request"]?.text else {
            #expect(request.headers.value(of: "Authorization") != nil, "only a request signed by others has none")
            return
        }
        let signed = try request.signed(with: vector.keys, date: vector.date)
        let canonical = try request.canonicalRequest(signed.headers.filter { !$0.isNamed("Authorization") })
        #expect(String(decoding: canonical.bytes, as: UTF8.self) == expected)
        let text = try canonical.stringToSign(date: signed.headers.value(of: "X-Sdk-Date") ?? "")
        #expect(String(decoding: text, as: UTF8.self) == vector.expect["string_to_sign"]?.text)
    }

    @Test func `leaves out only the algorithms that CPH does not take`() throws {
        let others = Set(try SigningVector.load().map(\.name)).subtracting(try SigningVector.ours().map(\.name))
        #expect(others == ["derived-basic", "derived-token", "sm3-post"])
    }

    @Test func `does not sign twice`() throws {
        let request = UnsignedRequest(
            method: "GET", host: "h", path: "/", headers: [HeaderField("authorization", "Bearer x")])
        let keys = SigningKeys(accessKey: "AK", secretKey: Array("secret".utf8))
        let signed = try request.signed(with: keys, date: "20260102T030405Z")
        #expect(signed.headers == [HeaderField("authorization", "Bearer x")])
    }

    /// As Huawei's SDK signs it, although there is nothing to leave unsigned.
    @Test func `content that is no JSON is marked as unsigned even when there is none`() throws {
        let keys = SigningKeys(accessKey: "AK", secretKey: Array("secret".utf8))
        let request = UnsignedRequest(
            method: "GET", host: "h", path: "/", headers: [HeaderField("Content-Type", "text/plain")])
        let signed = try request.signed(with: keys, date: "20260102T030405Z")
        #expect(signed.headers.value(of: "X-Sdk-Content-Sha256") == "UNSIGNED-PAYLOAD")
        let canonical = try request.canonicalRequest(signed.headers)
        #expect(String(decoding: canonical.bytes, as: UTF8.self).hasSuffix("b7852b855"))
    }

    @Test func `keys show only their public half`() {
        let keys = SigningKeys(accessKey: "AK", secretKey: Array("secret".utf8), securityToken: "secret token")
        var text = ""
        dump(keys, to: &text)
        for shown in [text, "\(keys)", String(reflecting: keys)] {
            #expect(shown.contains("AK"))
            #expect(!shown.contains("secret") && !shown.contains("115"))
        }
    }
}
