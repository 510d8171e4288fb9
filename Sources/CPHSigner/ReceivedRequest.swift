public import Crypto
import Text

/// A request as a server received it.
public struct ReceivedRequest: Sendable {
    /// The HTTP method, as it stood in the request line.
    public var method: String
    /// Path and query exactly as they stood in the request line.
    public var target: String
    /// In the order of arrival; the same name may occur more than once.
    public var headers: [HeaderField]
    /// The bytes after the head, with any transfer coding undone.
    public var body: [UInt8]

    /// Makes a request out of its parts; `check` alone says whether it can be believed.
    public init(method: String, target: String, headers: [HeaderField], body: [UInt8]) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }
}

/// Says whether a signature is right, and if not, why.
public enum SignatureVerdict: Hashable, Sendable {
    case valid
    /// A header that the signature claims to cover is absent, or there twice, so that nobody can say which was meant.
    case missingHeader(String)
    /// `X-Sdk-Date` is not covered: the request could be replayed at any time.
    case unsignedDate
    /// Something that was signed has changed, or the key is another. The text is what this end would have signed; like
    /// the request, it may hold tokens.
    case mismatch(canonicalRequest: String)
}

extension ReceivedRequest {
    /// Recomputes the signature over exactly the headers that `authorization` lists. Whether `X-Sdk-Date` is recent is
    /// for the caller, who has a clock.
    ///
    /// - Throws: `CryptoUnavailable` when libcrypto is missing.
    public func check(
        _ authorization: Authorization, secretKey: [UInt8]
    ) throws(CryptoUnavailable) -> SignatureVerdict {
        var signed: [HeaderField] = []
        for name in authorization.signedHeaders {
            let matches = headers.filter { $0.isNamed(name) }
            guard matches.count == 1 else { return .missingHeader(name) }
            signed += matches
        }
        guard let date = signed.value(of: "X-Sdk-Date") else { return .unsignedDate }
        let canonical = try canonicalRequest(signed)
        let signature = try Crypto.hmacSHA256(try canonical.stringToSign(date: date), key: secretKey)
        return areEqual(String(hex: signature), authorization.signature)
            ? .valid : .mismatch(canonicalRequest: String(decoding: canonical.bytes, as: UTF8.self))
    }

    /// A body hash given by the sender is believed only where it says that there is none; otherwise the body is hashed
    /// here, so that a changed body cannot hide behind its old hash.
    private func canonicalRequest(_ signed: [HeaderField]) throws(CryptoUnavailable) -> CanonicalRequest {
        let isUnhashed = !body.isEmpty && signed.value(of: contentHashHeader) == unsignedPayload
        let hash = isUnhashed ? unsignedPayload : try Crypto.sha256Hex(body)
        let path = target.utf8.prefix { $0 != UInt8(ascii: "?") }
        let query = CanonicalQuery(raw: target.utf8.dropFirst(path.count + 1))
        return CanonicalRequest(
            method: method, path: path, query: query, headers: signed, payloadHash: Array(hash.utf8))
    }
}

/// Takes the same time wherever the texts differ, so that a signature cannot be guessed byte by byte.
private func areEqual(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    return zip(left.utf8, right.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}
