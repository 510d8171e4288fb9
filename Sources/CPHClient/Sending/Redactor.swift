import CPHModel
import CPHSigner
import Glibc
import Text

/// Takes secrets out of text from outside: the gateway's complaint about a signature repeats the whole request, token
/// included, and whatever an answer repeats ends up in errors, logs, the ledger or a script.
///
/// A secret is found as it is, with any of its characters escaped as JSON or URLs escape them, in hexadecimal, and in Base64
/// wherever it stands in what was encoded.
struct Redactor: Sendable {
    /// Headers whose values nobody but the two ends may see.
    private static let secretHeaders: Set<String> = [
        "authorization", "x-auth-token", "x-security-token", "x-subject-token", "cookie", "set-cookie",
        "proxy-authorization",
    ]
    /// The length in bytes from which a secret is blotted out: shorter texts occur by chance, and an answer would
    /// become unreadable.
    private static let shortest = 6
    private static let blot = Array("***".utf8)

    /// The secrets as they are, to be looked for in text whose escapes are undone.
    private var secrets: [[UInt8]] = []
    /// The secrets as they are and as encodings without escapes have them.
    private var needles: [[UInt8]] = []

    init(_ secrets: [Secret]) {
        for secret in secrets { add(secret.exposed) }
    }

    /// Returns a redactor that also covers what `request` carries in its headers: tokens and the signature.
    ///
    /// - Parameter tokensAlone: Leaves out the signature, which is good for this one request, and which nothing but a
    ///   complaint about it repeats.
    func covering(_ request: [HeaderField], tokensAlone: Bool = false) -> Redactor {
        var copy = self
        for header in request where Self.secretHeaders.contains(header.name.lowercased()) {
            if tokensAlone, header.name.lowercased() == "authorization" { continue }
            copy.add(header.value)
            if let authorization = Authorization(header.value) { copy.add(authorization.signature) }
        }
        return copy
    }

    /// The header's value, or stars where it is a secret by name or holds one.
    func value(of header: HeaderField) -> String {
        Self.secretHeaders.contains(header.name.lowercased()) ? "***" : clean(header.value)
    }

    func clean(_ text: String) -> String { String(decoding: clean(Array(text.utf8)), as: UTF8.self) }

    func clean(_ bytes: [UInt8]) -> [UInt8] {
        let plain = needles.reduce(bytes) { Self.holds($1, $0) ? Self.blot($1, in: UnescapedText(plain: $0)) : $0 }
        guard plain.contains(UInt8(ascii: "\\")) || plain.contains(UInt8(ascii: "%")) else { return plain }
        return secrets.reduce(plain) { text, secret in
            Self.blot(secret, in: UnescapedText(url: Self.blot(secret, in: UnescapedText(json: text))))
        }
    }

    /// Takes secrets out of an answer. Whatever holds none stays as it is, byte for byte.
    func clean(_ answer: Answer) -> Answer {
        // A new token comes in a header of a success, and it is asked for.
        let isError = answer.status >= 300
        let headers = answer.headers.map { header in
            let field = HeaderField(header.name, header.value)
            return Answer.Header(header.name, isError ? value(of: field) : clean(header.value))
        }
        return Answer(status: answer.status, headers: headers, body: clean(answer.body))
    }

    func clean(_ exchange: Exchange) -> Exchange {
        let answer = exchange.answer.map(clean)
        guard let failure = exchange.failure else {
            return answer.map { Exchange(bytesSent: exchange.bytesSent, answer: $0) } ?? exchange
        }
        let words = TransportFailure(failure.kind, clean(failure.message))
        return Exchange(bytesSent: exchange.bytesSent, failure: words, partialAnswer: answer)
    }

    private mutating func add(_ secret: String) {
        let bytes = Array(secret.utf8)
        guard bytes.count >= Self.shortest, !secrets.contains(bytes) else { return }
        secrets.append(bytes)
        needles.append(bytes)
        for capitals in [false, true] {
            needles.append(Array(capitals ? String(hex: bytes).uppercased().utf8 : String(hex: bytes).utf8))
        }
        for needle in Self.base64Forms(bytes) where !needles.contains(needle) { needles.append(needle) }
    }

    /// What Base64 makes of `bytes` wherever they stand in what is encoded: three bytes become four characters, so that there
    /// are three ways, each without the characters at its ends that depend on what stands beside it. In both alphabets.
    private static func base64Forms(_ bytes: [UInt8]) -> [[UInt8]] {
        (0..<3).flatMap { offset -> [[UInt8]] in
            let text = base64([UInt8](repeating: 0, count: offset) + bytes)
            let whole = (offset + bytes.count) * 8 / 6
            let form = Array(text.prefix(whole).dropFirst((offset * 8 + 5) / 6))
            let other = form.map {
                $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
            }
            return [form, other]
        }
    }

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var (output, bits, count): ([UInt8], Int, Int) = ([], 0, 0)
        for byte in bytes {
            (bits, count) = ((bits << 8 | Int(byte)) & 0xFFFF, count + 8)
            while count >= 6 {
                count -= 6
                output.append(alphabet[bits >> count & 63])
            }
        }
        return output
    }

    private static func holds(_ needle: [UInt8], _ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { text in
            needle.withUnsafeBytes { needle in
                guard let first = needle.first, let start = needle.baseAddress else { return false }
                var rest = text[...]
                while rest.count >= needle.count, let from = UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                    let found = memchr(from, Int32(first), rest.count - needle.count + 1)
                {
                    if memcmp(found, start, needle.count) == 0 { return true }
                    rest = rest.dropFirst(UnsafeRawPointer(found) - from + 1)
                }
                return false
            }
        }
    }

    /// Returns the text with stars in the place of whatever reads as `needle`.
    private static func blot(_ needle: [UInt8], in text: UnescapedText) -> [UInt8] {
        guard let first = needle.first, text.bytes.count >= needle.count else { return text.source }
        var output: [UInt8] = []
        var (position, kept) = (0, 0)
        while position <= text.bytes.count - needle.count {
            if text.bytes[position] == first, text.bytes[position...].starts(with: needle) {
                output += text.source[kept..<text.start(of: position)] + blot
                position += needle.count
                kept = text.start(of: position)
            } else {
                position += 1
            }
        }
        return kept == 0 && output.isEmpty ? text.source : output + text.source[kept...]
    }
}
