import Crypto
import Text

/// The text whose hash is signed: method, path, query, headers, their names, and the hash of the body, each on lines of
/// their own and spelled in one way only, so that both ends write the same bytes.
struct CanonicalRequest {
    private(set) var bytes: [UInt8] = []
    /// The names of the headers it covers, joined by `;`.
    let signedHeaders: [UInt8]

    /// - Parameter payloadHash: The last line: the hexadecimal SHA-256 of the body, or `UNSIGNED-PAYLOAD`.
    init(
        method: String, path: some Collection<UInt8>, query: CanonicalQuery, headers: [HeaderField],
        payloadHash: [UInt8]
    ) {
        let lines = Self.lines(headers)
        signedHeaders = Array(lines.map(\.name).joined(separator: [UInt8(ascii: ";")]))
        bytes.reserveCapacity(512 + path.count)
        bytes.append(method.uppercased())
        bytes.append(newline)
        Self.append(path: path, to: &bytes)
        bytes.append(newline)
        query.append(to: &bytes)
        bytes.append(newline)
        for line in lines { append(line) }
        bytes.append(newline)
        bytes.append(contentsOf: signedHeaders)
        bytes.append(newline)
        bytes.append(contentsOf: payloadHash)
    }

    /// What the secret key signs. Throws when libcrypto is missing.
    func stringToSign(date: String) throws(CryptoUnavailable) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(128)
        text.append(Authorization.scheme)
        text.append(newline)
        text.append(date)
        text.append(newline)
        text.append(hex: try Crypto.sha256(bytes))
        return text
    }

    private mutating func append(_ line: (name: [UInt8], value: String)) {
        bytes.append(contentsOf: line.name)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(contentsOf: trimmed(line.value.utf8))
        bytes.append(newline)
    }

    /// Lower-case names in byte order. Names with `_` are left out, because gateways drop such headers.
    private static func lines(_ headers: [HeaderField]) -> [(name: [UInt8], value: String)] {
        headers.lazy
            .filter { !$0.name.utf8.contains(UInt8(ascii: "_")) }
            .map { (name: asciiLowercased($0.name), value: $0.value) }
            .sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    /// Each segment decoded and encoded again, and a `/` at the end. An encoded slash becomes a separator: the service
    /// decodes before it splits.
    private static func append(path: some Collection<UInt8>, to output: inout [UInt8]) {
        let slash = UInt8(ascii: "/")
        let segments = PercentEncoding.decoded(Array(path)).split(separator: slash, omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            if index > 0 { output.append(slash) }
            PercentEncoding.append(segment, to: &output)
        }
        if output.last != slash { output.append(slash) }
    }
}

private let newline = UInt8(ascii: "\n")
