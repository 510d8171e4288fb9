import Text

/// The value of an `Authorization` header: who signed, which headers, and the signature.
public struct Authorization: Hashable, Sendable {
    /// The only algorithm this project speaks; the gateway's derived and SM3 variants are not for CPH.
    public static let scheme = "SDK-HMAC-SHA256"

    /// Tells the receiving end which secret key to check the signature with.
    public let accessKey: String
    /// Lower-case names in the order in which they were listed.
    public let signedHeaders: [String]
    /// The signature, 64 hexadecimal digits.
    public let signature: String

    /// Reads `SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…`. Nil for any other scheme or shape, and when a
    /// part is missing, empty or given twice.
    public init?(_ header: String) {
        guard header.hasPrefix(Self.scheme + " ") else { return nil }
        var parts: [Substring: Substring] = [:]
        for part in header.dropFirst(Self.scheme.count + 1).split(separator: ",") {
            let text = part.drop { $0 == " " }
            guard let equals = text.firstIndex(of: "=") else { return nil }
            let value = text[text.index(after: equals)...]
            guard !value.isEmpty, parts.updateValue(value, forKey: text[..<equals]) == nil else { return nil }
        }
        guard parts.count == 3, let access = parts["Access"], let names = parts["SignedHeaders"],
            let signature = parts["Signature"]
        else { return nil }
        accessKey = String(access)
        signedHeaders = names.split(separator: ";").map { $0.lowercased() }
        self.signature = String(signature)
    }

    /// The header's text for a request signed with `accessKey`.
    static func header(accessKey: String, signedHeaders: [UInt8], signature: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(200 + signedHeaders.count)
        text.append(scheme)
        text.append(" Access=")
        text.append(accessKey)
        text.append(", SignedHeaders=")
        text.append(contentsOf: signedHeaders)
        text.append(", Signature=")
        text.append(hex: signature)
        return String(decoding: text, as: UTF8.self)
    }
}
