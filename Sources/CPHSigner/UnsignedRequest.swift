public import Crypto
import Text

/// What signs a request, and what the service is told along with it.
public struct SigningKeys: Sendable, CustomStringConvertible, CustomReflectable {
    /// Names the keys towards the service; it is no secret and stands in the `Authorization` header.
    public var accessKey: String
    /// The secret as it was issued: no date or region is mixed into it.
    public var secretKey: [UInt8]
    /// The token that belongs to temporary keys, sent as `X-Security-Token`; nil for permanent ones.
    public var securityToken: String?
    /// The project's id, sent as `X-Project-Id` to services of a region; nil for none.
    public var projectID: String?
    /// The account's id, sent as `X-Domain-Id` to global services; nil for none.
    public var domainID: String?

    /// Makes keys out of what IAM issued; nothing is checked, the service refuses what is wrong.
    public init(
        accessKey: String, secretKey: [UInt8], securityToken: String? = nil, projectID: String? = nil,
        domainID: String? = nil
    ) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.securityToken = securityToken
        self.projectID = projectID
        self.domainID = domainID
    }

    /// Only the public half: keys end up in string interpolations and debuggers sooner or later.
    public var description: String { "SigningKeys(\(accessKey))" }
    /// Shows debuggers and `dump` the access key alone.
    public var customMirror: Mirror { Mirror(self, children: ["accessKey": accessKey]) }
}

/// A request that is complete but for its signature.
public struct UnsignedRequest: Sendable {
    /// The HTTP method in capitals, which is signed as it stands.
    public var method: String
    /// Host name, with `:port` where it is not the scheme's own.
    public var host: String
    /// Sent as it stands, so already percent-encoded where it has to be.
    public var path: String
    /// Not encoded and in any order: signing encodes and sorts the items.
    public var query: [QueryItem]
    /// Sent and signed with the values given here; `signed(with:date:)` adds what is missing.
    public var headers: [HeaderField]
    /// Sent as it stands; empty for no body.
    public var body: [UInt8]

    /// Makes a request without checking it: a control character in a header or path is the transport's to refuse.
    public init(
        method: String, host: String, path: String, query: [QueryItem] = [], headers: [HeaderField] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.host = host
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }
}

/// A request as it goes out: every byte that was signed is fixed.
public struct SignedRequest: Hashable, Sendable {
    /// The HTTP method, as it was signed.
    public let method: String
    /// Path and query.
    public let target: String
    /// Every header to be sent, `Host` and `Authorization` included where there are such.
    public let headers: [HeaderField]
    /// Exactly the bytes that were hashed for the signature.
    public let body: [UInt8]
}

extension UnsignedRequest {
    /// Signs all headers set so far, with those that `keys` add. One that has an `Authorization` already is left alone.
    ///
    /// - Parameter date: `YYYYMMDDTHHMMSSZ` in UTC (see `ISOTime.compactText`); the service tolerates 15 minutes of
    ///   difference. An `X-Sdk-Date` among the headers takes its place.
    /// - Throws: `CryptoUnavailable` when libcrypto is missing.
    public func signed(with keys: SigningKeys, date: String) throws(CryptoUnavailable) -> SignedRequest {
        var headers = headers
        headers.addIfMissing("X-Project-Id", keys.projectID)
        headers.addIfMissing("X-Domain-Id", keys.domainID)
        headers.addIfMissing("X-Security-Token", keys.securityToken)
        if headers.value(of: "Authorization") == nil {
            complete(&headers, date: date)
            let authorization = try authorization(headers, keys: keys)
            headers.append(HeaderField("Authorization", authorization))
        }
        return SignedRequest(method: method, target: target, headers: headers, body: body)
    }

    /// The request without a signature, for a token or for no authentication at all.
    public func unsigned() -> SignedRequest {
        SignedRequest(method: method, target: target, headers: headers, body: body)
    }

    /// The text that is signed once `headers` are complete.
    func canonicalRequest(_ headers: [HeaderField]) throws(CryptoUnavailable) -> CanonicalRequest {
        let payloadHash: [UInt8]
        if !body.isEmpty, let given = headers.value(of: contentHashHeader) {
            payloadHash = Array(given.utf8)
        } else {
            payloadHash = Array(try Crypto.sha256Hex(body).utf8)
        }
        return CanonicalRequest(
            method: method, path: path.utf8, query: CanonicalQuery(query), headers: headers, payloadHash: payloadHash)
    }

    /// Adds what the service wants to see signed. Content that is no JSON is not hashed: Huawei's rule for uploads.
    func complete(_ headers: inout [HeaderField], date: String) {
        if let type = headers.value(of: "Content-Type"), !isHashed(type) {
            headers.addIfMissing(contentHashHeader, unsignedPayload)
        }
        headers.addIfMissing("X-Sdk-Date", date)
        headers.addIfMissing("Host", host)
    }

    private func isHashed(_ contentType: String) -> Bool {
        contentType.hasPrefix("application/json") || contentType.hasPrefix("application/bson")
    }

    private func authorization(_ headers: [HeaderField], keys: SigningKeys) throws(CryptoUnavailable) -> String {
        let canonical = try canonicalRequest(headers)
        let text = try canonical.stringToSign(date: headers.value(of: "X-Sdk-Date") ?? "")
        return Authorization.header(
            accessKey: keys.accessKey, signedHeaders: canonical.signedHeaders,
            signature: try Crypto.hmacSHA256(text, key: keys.secretKey))
    }

    private var target: String {
        guard !query.isEmpty else { return path }
        var text = Array(path.utf8)
        text.append(UInt8(ascii: "?"))
        CanonicalQuery(query).append(to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}

let contentHashHeader = "X-Sdk-Content-Sha256"
let unsignedPayload = "UNSIGNED-PAYLOAD"
