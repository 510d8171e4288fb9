public import CPHModel
import Text

/// The raw answer to one send of a purchase.
public struct RecordedAnswer: Sendable {
    /// The number of the send, counted from 1.
    public let send: Int
    /// The answer as it came, or why none did.
    public let exchange: Exchange

    /// Says it for people, the body with what a terminal would act on made visible.
    public var words: String {
        var parts = ["answer to send \(send): \(counted(exchange.bytesSent, "byte")) sent"]
        if let failure = exchange.failure { parts.append(cleaned(failure.message)) }
        guard let answer = exchange.answer else { return parts.joined(separator: "; ") }
        parts.append("status \(answer.status)")
        for name in ["Date", "X-Request-Id"] { parts += answer.header(name).map { ["\(name) \(cleaned($0))"] } ?? [] }
        return parts.joined(separator: "; ") + "; body \(cleaned(utf8: answer.body, limit: .max))"
    }
}

/// What the record keeps of an answer.
extension Exchange {
    /// The columns that keep an answer. Of the headers only those that help are kept, so that no cookie or token gets
    /// in.
    var columns: [SQLValue] {
        let head = answer?.headers.filter { Self.keptHeaders.contains($0.name.lowercased()) }
            .map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        return [
            .int(bytesSent), SQLValue(answer?.status), SQLValue(head), answer.map { .blob($0.body) } ?? .null,
            SQLValue(failure?.kind.rawValue), SQLValue(failure?.message),
        ]
    }

    /// The exchange as it would be read back from the ledger.
    var asRecorded: Exchange { Exchange(columns) ?? self }

    private static let keptHeaders: Set = [
        "content-type", "content-length", "date", "retry-after", "server", "x-request-id",
    ]

    init?(_ row: [SQLValue]) {
        guard let bytesSent = row[0].int else { return nil }
        let answer = row[1].int.map {
            Answer(status: $0, headers: Self.headers(row[2].text ?? ""), body: row[3].blob ?? [])
        }
        if let kind = row[4].text.flatMap(TransportFailure.Kind.init) {
            self.init(bytesSent: bytesSent, failure: TransportFailure(kind, row[5].text ?? ""), partialAnswer: answer)
        } else if let answer {
            self.init(bytesSent: bytesSent, answer: answer)
        } else {
            return nil
        }
    }

    private static func headers(_ head: String) -> [Answer.Header] {
        head.split(separator: "\n").compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return Answer.Header(String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
        }
    }
}
