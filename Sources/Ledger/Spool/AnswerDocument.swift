public import CPHModel
import Schema
import Text

/// An answer to a purchase that the ledger could not take, with all that another run, or another machine, needs to record it.
///
/// As text it is one line of JSON in plain ASCII, so that it comes through the logs of a CI system as it is; the last member
/// is the SHA-256 of what stands before it. It holds no secrets: of the headers only those that the ledger keeps.
public struct AnswerDocument: Hashable, Sendable {
    /// The id of the ledger that recorded the send.
    public let ledgerID: String
    /// Where that ledger is, for people; never with a password.
    public let ledger: String
    /// The project id, or the emulator's own id.
    public let scope: String
    /// The purchase's name.
    public let name: String
    /// The number of the send that it answers, from 1.
    public let attempt: Int
    /// SHA-256 of the request in hexadecimal.
    public let contentHash: String
    /// The id of the run that sent it.
    public let run: String
    /// When the answer came, in milliseconds since 1970.
    public let at: Int
    /// The answer, as the ledger would have kept it.
    public let exchange: Exchange
    /// What can be read of the answer, for people.
    public let response: CreateServerResponse
    /// Why the ledger could not take it.
    public let cause: String
    /// Where nothing was sent: the hash of the event that says it is about to be, in hexadecimal. Whether the ledger has that event
    /// could not be told. Nil where something was sent.
    public var intent: String?

    /// What a text holds where a document begins.
    static let marker = "cph_answer"
    /// The form of the document; a newer cph may write another.
    static let version = 1
    /// What stands between the document's content and its checksum.
    static let seal = ",\"sha256\":\""
}

extension AnswerDocument {
    /// The document as one line, without a line end.
    ///
    /// - Throws: `CPHError` when SHA-256 can't be computed.
    func line() throws(CPHError) -> String {
        let content = Self.escaped(Value.object(members).json()).dropLast()
        return try "\(content)\(Self.seal)\(Digest.hex(Array(content.utf8)))\"}"
    }

    private var members: Object {
        var members: Object = [
            Self.marker: .int(Self.version), "ledger_id": .string(ledgerID), "ledger": .string(ledger),
            "scope": .string(scope), "server_name": .string(name), "attempt": .int(attempt),
            "content_sha256": .string(contentHash), "run": .string(run), "at": .int(at),
            "bytes_sent": .int(exchange.bytesSent),
        ]
        let columns = exchange.columns
        members["status"] = columns[1].int.map(Value.int)
        members["head"] = columns[2].text.map(Value.string)
        if let body = exchange.answer?.body {
            let text = String(validating: body, as: UTF8.self)
            members[text == nil ? "body_base64" : "body"] = .string(text ?? Base64.encoded(body))
        }
        members["failure_kind"] = columns[4].text.map(Value.string)
        members["failure"] = columns[5].text.map(Value.string)
        members["order_id"] = response.orderID.map(Value.string)
        members["server_ids"] = response.serverIDs.map { .list($0.map(Value.string)) }
        members["cause"] = .string(cause)
        members["unsent_intent"] = intent.map(Value.string)
        return members
    }

    /// JSON in ASCII alone: no log changes or hides a letter of it.
    private static func escaped(_ json: String) -> String {
        var text = ""
        for scalar in json.unicodeScalars {
            if scalar.isASCII {
                text.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    text += "\\u" + String(hex: [UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)])
                }
            }
        }
        return text
    }

    /// Reads a document whose checksum is right.
    ///
    /// - Throws: `Damage` that says what is missing.
    init(members: Object) throws(Damage) {
        guard members[Self.marker]?.integer == Self.version else {
            throw Damage(why: "it was written by another version of cph, use that one")
        }
        func text(_ name: String) throws(Damage) -> String {
            guard let text = members[name]?.text else { throw Damage(why: "it has no \(name)") }
            return text
        }
        func number(_ name: String) throws(Damage) -> Int {
            guard let number = members[name]?.integer else { throw Damage(why: "it has no \(name)") }
            return number
        }
        (ledgerID, ledger, scope) = (try text("ledger_id"), try text("ledger"), try text("scope"))
        (name, attempt, contentHash) = (try text("server_name"), try number("attempt"), try text("content_sha256"))
        (run, at, cause) = (try text("run"), try number("at"), try text("cause"))
        let body = members["body"]?.text.map { Array($0.utf8) } ?? members["body_base64"]?.text.flatMap(Base64.decoded)
        let columns: [SQLValue] = [
            .int(try number("bytes_sent")), SQLValue(members["status"]?.integer), SQLValue(members["head"]?.text),
            body.map(SQLValue.blob) ?? .null, SQLValue(members["failure_kind"]?.text),
            SQLValue(members["failure"]?.text),
        ]
        guard let exchange = Exchange(columns) else { throw Damage(why: "it holds no answer") }
        self.exchange = exchange
        var response = CreateServerResponse()
        response.orderID = members["order_id"]?.text
        response.serverIDs = members["server_ids"]?.items?.compactMap(\.text)
        self.response = response
        intent = members["unsent_intent"]?.text
    }

    /// Why a text is no document, or not the one that was written.
    struct Damage: Error, Hashable { let why: String }
}

extension AnswerDocument {
    /// What it is the answer to, in a few words.
    public var subject: String {
        let what = intent == nil ? "the answer to send \(attempt)" : "that nothing was sent as send \(attempt)"
        return "\(what) of \(quoted(name)) (project \(scope))"
    }

    /// Says in one line what it holds, for whoever lists what waits.
    public var words: String {
        guard intent == nil else { return "\(subject), for the ledger \(ledger)" }
        let order = response.orderID.map { "order \(quoted($0))" } ?? "no order"
        let servers = response.serverIDs.map { $0.isEmpty ? "no servers" : "servers \($0.joined(separator: ", "))" }
        return "\(subject), for the ledger \(ledger): \(order), \(servers ?? "no servers")"
    }
}
