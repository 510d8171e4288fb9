import CPHModel
import Text

/// A send that did not happen although its intent may be recorded: the commit's answer was lost, or it is not durable.
struct UnsentIntent {
    /// The number of the send.
    let attempt: Int
    /// Where the spool says so for the next run, once it does.
    var file: String?
}

// Nothing is sent under an intent of which it can't be told whether it is recorded. That it was not, a run says itself as soon as it
// can; where it ends before, the next run of this machine says it, by a document in the spool.
extension Ledger {
    /// Says of an intent that may be recorded, though nothing was sent under it, that nothing was. Where that can't be written, it
    /// is looked up as what is in doubt.
    func withdrawIntent(_ name: String) {
        guard let intent = unsent[name], let record = try? journal.record(scope: options.scope, key: name) else {
            return
        }
        // The number alone does not tell: what was not recorded here another run may have sent under the same.
        if record.state == .sending, record.attempt == intent.attempt, isOwnSend(record) {
            guard (try? takeBack(record)) != nil else { return }
        }
        unsent[name] = nil
        if let file = intent.file { options.emergency.spool?.remove(file) }
    }

    /// Whether this run recorded the intent of a purchase's last send.
    private func isOwnSend(_ record: PurchaseRecord) -> Bool {
        let intent = try? lastIntent(of: record)
        return intent != nil && intent?.run == journal.run?.id
    }

    private func lastIntent(of record: PurchaseRecord) throws(JournalError) -> Event? {
        try journal.events(of: record.id).last { $0.kind == .sending }
    }

    private func takeBack(_ record: PurchaseRecord) throws(JournalError) -> PurchaseRecord {
        let draft = Journal.Draft(
            kind: .outcome, to: .notSent,
            detail: ["reason": "whether the intent was recorded could not be told, so nothing was sent"])
        return try append(
            [draft], to: record, "taking the intent back", open: .outcomeOpen, durable: .outcomeDurable,
            isEvidence: true)
    }

    /// Leaves word for the next run that nothing was sent, in case this one ends before it can say so itself.
    func leaveWithdrawal(_ attempt: PurchaseAttempt, _ cause: StoreError, _ failure: CPHError) {
        guard let number = unsent[attempt.name]?.attempt, !cause.event.isEmpty else { return }
        let document = AnswerDocument(
            ledgerID: journal.ledgerID, ledger: journal.file, scope: options.scope, name: attempt.name,
            attempt: number, contentHash: attempt.content.sha256, run: journal.run?.id ?? "",
            at: options.clock.milliseconds(),
            exchange: Exchange(bytesSent: 0, failure: TransportFailure(.unavailable, "nothing was sent")),
            response: CreateServerResponse(), cause: failure.message, intent: String(hex: cause.event))
        unsent[attempt.name]?.file = try? options.emergency.spool?.put(document)
    }

    /// Says of another run's intent that nothing was sent under it. One that is not recorded, or that somebody has looked up since,
    /// stays as it is.
    ///
    /// - Parameter intent: The hash of the intent's event in hexadecimal: that run may have sent under the same number later.
    func withdraw(_ document: AnswerDocument, intent: String) throws(JournalError) -> Delivery {
        while true {
            guard let record = try journal.record(scope: document.scope, key: document.name),
                record.state == .sending, record.attempt == document.attempt,
                let event = try lastIntent(of: record), String(hex: event.hash) == intent
            else { return .known }
            do throws(JournalError) {
                return .recorded(from: record.state, to: try takeBack(record).state)
            } catch {
                // Another run changed the purchase between the look and the write.
                guard case .raced = error else { throw error }
            }
        }
    }
}
