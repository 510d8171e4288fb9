import CPHModel
import Schema
import Text

/// How an answer came to the ledger that did not come the usual way, for the record.
struct EvidenceSource: Hashable, Sendable {
    /// The way it came.
    enum Way: String, Sendable {
        /// From the spool of this machine.
        case spool
        /// By `cph ledger import-spool`.
        case imported
        /// From the run that sent it, which another had taken the purchase over from.
        case late
    }

    let way: Way
    /// The id of the run that sent it.
    let run: String
    /// When the answer came, in milliseconds since 1970.
    let at: Int
    /// Why it did not come the usual way.
    let cause: String

    init(_ way: Way, run: String, at: Int, cause: String) {
        (self.way, self.run, self.at, self.cause) = (way, run, at, cause)
    }

    fileprivate var detail: Value {
        ["way": .string(way.rawValue), "run": .string(run), "came_at": .int(at), "cause": .string(cause)]
    }
}

// An answer that comes outside of the usual way: from a spool, from another machine, from a run that had lost the purchase.
extension Ledger {
    /// Records the answer to send `attempt` of a purchase, whatever has become of the purchase since: the raw answer first,
    /// then what follows from it. Recording the same answer twice changes nothing, and what was begun and not ended is ended.
    ///
    /// Nothing is sent, no lock is taken, and another purchase's servers are never taken.
    ///
    /// - Parameters:
    ///   - scope: Where the purchase is; this ledger's own unless given.
    ///   - contentHash: SHA-256 of the request that was sent; compared with what that send asked for unless nil.
    /// - Throws: `CPHError` of kind `ledger`: code `rolled_back` when the ledger does not know that send, others when it can't
    ///   be read or written.
    @discardableResult
    func recordEvidence(
        name: String, attempt: Int, exchange: Exchange, _ source: EvidenceSource, scope: String? = nil,
        contentHash: String? = nil
    ) throws(CPHError) -> Delivery {
        var triesLeft = 5
        while true {
            do throws(JournalError) {
                return try record(
                    exchange, scope: scope ?? options.scope, name, attempt, source, contentHash: contentHash)
            } catch {
                triesLeft -= 1
                // Another run changed the purchase between the look and the write.
                if case .raced = error, triesLeft > 0 { continue }
                if case .unknownSend(let why) = error { throw unknownSend(why) }
                throw fail(error, "the answer to \(quoted(name)) is not recorded, and nothing was sent")
            }
        }
    }

    private func unknownSend(_ why: String) -> CPHError {
        CPHError(
            .ledger, code: "rolled_back", "\(why): the ledger \(journal.file) is older than it was; nothing was sent",
            hint: "put the right ledger back; to go on with this one, look at the account first, then put the "
                + "document elsewhere")
    }

    private func record(
        _ exchange: Exchange, scope: String, _ name: String, _ attempt: Int, _ source: EvidenceSource,
        contentHash: String?
    ) throws(JournalError) -> Delivery {
        guard let found = try journal.record(scope: scope, key: name) else {
            throw .unknownSend("\(quoted(name)) is not in it")
        }
        let events = try journal.events(of: found.id)
        guard let past = PastSend(attempt, by: source.run, events, of: found) else {
            throw .unknownSend("send \(attempt) of \(quoted(name)) is not in it")
        }
        if let contentHash, past.record.contentHash != contentHash {
            throw .unknownSend("send \(attempt) of \(quoted(name)) asked for something else in it")
        }
        let digest: String
        do { digest = try Digest.hex(HashChain.bytes(after: [], exchange.columns)) } catch { throw .crypto(error) }
        let isNews = !past.answers.contains(digest)
        var record = found
        if isNews { record = try keep(exchange, digest, past, record, source) }
        if !isNews, past.isConcluded(digest) { return .known }
        let drafts = try conclusions(exchange, digest, past, record)
        if !drafts.isEmpty {
            record = try append(
                drafts, to: record, "recording the outcome", open: .outcomeOpen, durable: .outcomeDurable,
                isEvidence: true)
        }
        return isNews || !drafts.isEmpty ? .recorded(from: found.state, to: record.state) : .known
    }

    /// Puts the raw answer into the ledger. Where that send has another answer already, this one stands in its event alone.
    private func keep(
        _ exchange: Exchange, _ digest: String, _ past: PastSend, _ record: PurchaseRecord, _ source: EvidenceSource
    ) throws(JournalError) -> PurchaseRecord {
        var detail: Object = [
            "bytes_sent": .int(exchange.bytesSent), "answer_sha256": .string(digest), "source_of_answer": source.detail,
        ]
        detail["status"] = exchange.answer.map { .int($0.status) }
        detail["failure"] = exchange.failure.map { .string("\($0.kind.rawValue): \($0.message)") }
        let isFirst = past.answers.isEmpty
        // The record's own number of sends stays that of the last one.
        detail[!isFirst ? "again" : past.attempt == record.attempt ? "attempt" : "send"] = .int(past.attempt)
        if !isFirst, let answer = exchange.answer {
            detail["head"] = exchange.columns[2].text.map(Value.string)
            let text = String(validating: answer.body, as: UTF8.self)
            detail[text == nil ? "body_base64" : "body"] = .string(text ?? Base64.encoded(answer.body))
        }
        return try append(
            [Journal.Draft(kind: .answered, detail: detail)], to: record, "recording the answer", open: .answerOpen,
            durable: .answerDurable, isEvidence: true,
            more: { () throws(StoreError) in
                if isFirst { try journal.insert(exchange, of: past.attempt, record) }
            })
    }

    private func conclusions(
        _ exchange: Exchange, _ digest: String, _ past: PastSend, _ record: PurchaseRecord
    ) throws(JournalError) -> [Journal.Draft] {
        let verdict = past.record.verdict(on: exchange)
        let ids = verdict.response.serverIDs ?? []
        let strangers = try journal.othersAmong(ids, scope: record.scope, purchase: record.id)
        var stranger = ids.first(where: strangers.contains).map { "server \(quoted($0))" }
        if stranger == nil, let order = verdict.response.orderID, let owner = try journal.owner(ofOrder: order),
            owner.id != record.id
        {
            stranger = "order \(quoted(order))"
        }
        let answer = LateAnswer(
            attempt: past.attempt, verdict: verdict, record: record, sent: past.record, knownOrders: past.orders,
            stranger: stranger)
        return answer.drafts.map { draft in
            var draft = draft
            draft.detail["answer_sha256"] = .string(digest)
            return draft
        }
    }
}

/// One send of a purchase, as its history tells of it.
private struct PastSend {
    let attempt: Int
    /// The purchase as it was when this was sent.
    let record: PurchaseRecord
    /// The hashes of the answers to it that are recorded, the first one first.
    private(set) var answers: [String] = []
    /// The orders that the purchase has had by any event.
    private(set) var orders: Set<String> = []
    /// The hashes of the answers from which something followed that is recorded.
    private var concluded: Set<String> = []

    /// Nil where the history has no such send. The number alone does not tell: where a server was set back, another run may have
    /// sent under the same.
    init?(_ attempt: Int, by run: String, _ events: [Event], of purchase: PurchaseRecord) {
        self.attempt = attempt
        var (now, sent) = (
            PurchaseRecord(id: purchase.id, scope: purchase.scope, key: purchase.key), PurchaseRecord?.none
        )
        for event in events {
            now.apply(event)
            let detail = event.detail
            if event.kind == .sending, now.attempt == attempt, event.run == run { sent = now }
            if let order = detail["order_id"]?.text { orders.insert(order) }
            let number = detail["attempt"] ?? detail["send"] ?? detail["again"]
            if event.kind == .answered, number?.integer == attempt, let digest = detail["answer_sha256"]?.text {
                answers.append(digest)
            }
            guard event.kind == .outcome else { continue }
            if let digest = detail["answer_sha256"]?.text {
                concluded.insert(digest)
            } else if now.attempt == attempt, let first = answers.first {
                concluded.insert(first)
            }
        }
        guard let sent else { return nil }
        record = sent
    }

    func isConcluded(_ digest: String) -> Bool { concluded.contains(digest) }
}
