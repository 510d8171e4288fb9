import CPHModel
import CPHSigner
import Text

/// Takes secrets out of text from outside: the gateway's complaint about a signature repeats the whole request, token
/// included, and such words end up in errors, logs and the ledger.
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

    private var needles: [[UInt8]] = []

    init(_ secrets: [Secret]) {
        for secret in secrets { add(secret.exposed) }
    }

    /// Returns a redactor that also covers what `request` carries in its headers: tokens and the signature.
    func covering(_ request: [HeaderField]) -> Redactor {
        var copy = self
        for header in request where Self.secretHeaders.contains(header.name.lowercased()) {
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
        needles.reduce(bytes) { Self.replace($1, in: $0) }
    }

    /// Takes secrets out of an answer that is an error. Answers of success repeat no request and stay as they are, byte
    /// for byte.
    func clean(_ answer: Answer) -> Answer {
        guard answer.status >= 300 else { return answer }
        let headers = answer.headers.map { Answer.Header($0.name, value(of: HeaderField($0.name, $0.value))) }
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

    /// Adds a secret as it is, as JSON may escape it, and as it stands in a URL.
    private mutating func add(_ secret: String) {
        guard secret.utf8.count >= Self.shortest else { return }
        let bytes = Array(secret.utf8)
        let quoted = Self.escaped(bytes, [UInt8(ascii: "\""), UInt8(ascii: "\\")])
        let slashed = Self.escaped(quoted, [UInt8(ascii: "/")])
        for form in [bytes, quoted, slashed, Array(PercentEncoding.encoded(secret).utf8)] where !needles.contains(form)
        {
            needles.append(form)
        }
    }

    private static func escaped(_ bytes: [UInt8], _ marks: [UInt8]) -> [UInt8] {
        bytes.flatMap { marks.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
    }

    private static func replace(_ needle: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        guard let first = needle.first, bytes.count >= needle.count else { return bytes }
        var output: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position] == first, bytes[position...].starts(with: needle) {
                output += blot
                position += needle.count
            } else {
                output.append(bytes[position])
                position += 1
            }
        }
        return output
    }
}
