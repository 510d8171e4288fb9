import CPHSigner
import Crypto
import Testing
import Text

struct SignatureCheckTests {
    @Test(arguments: try RecordedRequest.load())
    func `accepts every request that Huawei's SDK signed`(recorded: RecordedRequest) throws {
        #expect(try verdict(recorded.request) == .valid)
    }

    @Test(arguments: try SigningVector.ours())
    func `accepts what this signer signed`(vector: SigningVector) throws {
        let signed = try vector.request.signed(with: vector.keys, date: vector.date)
        let request = ReceivedRequest(
            method: signed.method, target: signed.target, headers: signed.headers, body: signed.body)
        guard let header = request.headers.value(of: "Authorization"), let authorization = Authorization(header) else {
            return #expect(vector.name == "cred-authorization-preset")
        }
        #expect(try request.check(authorization, secretKey: vector.keys.secretKey) == .valid)
    }

    @Test func `refuses a request that was changed anywhere`() throws {
        let original = try #require(try RecordedRequest.load().first?.request)
        var changes = [ReceivedRequest](repeating: original, count: 5)
        changes[0].method = "PUT"
        changes[1].target += "x"
        changes[2].target += "?limit=1"
        changes[3].body[20] ^= 1
        let project = try #require(changes[4].headers.firstIndex { $0.isNamed("X-Project-Id") })
        changes[4].headers[project].value = "ffffffffffffffffffffffffffffffff"
        for change in changes {
            guard case .mismatch(let canonical) = try verdict(change) else {
                Issue.record("accepted a changed request")
                continue
            }
            #expect(canonical.hasSuffix(canonical.suffix(64)) && canonical.contains("x-sdk-date:20260102T030405Z"))
        }
    }

    @Test func `refuses another key`() throws {
        let request = try #require(try RecordedRequest.load().first?.request)
        guard case .mismatch = try verdict(request, secretKey: Array("another".utf8)) else {
            Issue.record("accepted another key")
            return
        }
    }

    @Test func `does not let unsigned headers matter`() throws {
        var request = try #require(try RecordedRequest.load().first?.request)
        request.headers.append(HeaderField("X-Forwarded-For", "10.0.0.1"))
        #expect(try verdict(request) == .valid)
    }

    @Test func `refuses a signed header that is absent or there twice`() throws {
        var request = try #require(try RecordedRequest.load().first?.request)
        request.headers.append(HeaderField("HOST", "evil.example.com"))
        #expect(try verdict(request) == .missingHeader("host"))
        request.headers.removeAll { $0.isNamed("Host") }
        #expect(try verdict(request) == .missingHeader("host"))
    }

    @Test func `refuses a signature without a date`() throws {
        let request = ReceivedRequest(method: "GET", target: "/", headers: [HeaderField("Host", "h")], body: [])
        let authorization = try #require(
            Authorization(
                "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=\(String(repeating: "0", count: 64))"))
        #expect(try request.check(authorization, secretKey: [1]) == .unsignedDate)
    }

    @Test func `hashes the body itself unless the sender says that it is not signed`() throws {
        let keys = SigningKeys(accessKey: "AK", secretKey: Array("secret".utf8))
        let stale = String(hex: try Crypto.sha256(Array("old".utf8)))
        let request = UnsignedRequest(
            method: "POST", host: "h", path: "/", headers: [HeaderField("X-Sdk-Content-Sha256", stale)],
            body: Array("old".utf8))
        let signed = try request.signed(with: keys, date: "20260102T030405Z")
        let authorization = try #require(signed.headers.value(of: "Authorization").flatMap(Authorization.init))
        var received = ReceivedRequest(method: "POST", target: "/", headers: signed.headers, body: Array("old".utf8))
        #expect(try received.check(authorization, secretKey: keys.secretKey) == .valid)
        received.body = Array("new".utf8)
        #expect(try received.check(authorization, secretKey: keys.secretKey) != .valid)
    }

    private func verdict(
        _ request: ReceivedRequest, secretKey: [UInt8] = RecordedRequest.secretKey
    ) throws -> SignatureVerdict {
        let header = try #require(request.headers.value(of: "Authorization"))
        return try request.check(try #require(Authorization(header)), secretKey: secretKey)
    }
}

struct AuthorizationTests {
    @Test func `reads its three parts`() throws {
        let parsed = try #require(
            Authorization("SDK-HMAC-SHA256 Access=AK, SignedHeaders=Host;x-sdk-date, Signature=00ff"))
        #expect(parsed.accessKey == "AK")
        #expect(parsed.signedHeaders == ["host", "x-sdk-date"])
        #expect(parsed.signature == "00ff")
    }

    @Test(arguments: [
        "", "Bearer x", "SDK-HMAC-SHA256", "SDK-HMAC-SHA256 ", "SDK-HMAC-SHA256 Access=AK",
        "SDK-HMAC-SHA256 Access=, SignedHeaders=host, Signature=00",
        "SDK-HMAC-SHA256 Access=AK, Access=BK, SignedHeaders=host, Signature=00",
        "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=00, More=1",
        "SDK-HMAC-SHA256 Access, SignedHeaders, Signature", "SDK-HMAC-SM3 Access=AK, SignedHeaders=host, Signature=00",
        "V11-HMAC-SHA256 Credential=AK/x, SignedHeaders=host, Signature=00",
    ])
    func `is nil for any other shape`(header: String) {
        #expect(Authorization(header) == nil)
    }
}
