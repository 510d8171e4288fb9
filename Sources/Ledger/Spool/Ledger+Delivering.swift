public import CPHModel
import Text

/// Records answers that waited outside of the ledger.
extension Ledger {
    /// What became of a document.
    public enum Delivery: Hashable, Sendable {
        /// It is in the ledger now; the states of the purchase before and after.
        case recorded(from: PurchaseState, to: PurchaseState)
        /// The ledger had it already.
        case known
    }

    /// Delivers what waits in the spool for this ledger and scope, once for as long as this run has the ledger. Other
    /// documents stay where they are.
    ///
    /// - Throws: `CPHError` of kind `ledger` when one can't be recorded: what it tells is to be known before anything is
    ///   bought.
    func deliverSpool() throws(CPHError) {
        guard !hasDelivered, let spool = options.emergency.spool, !journal.store.isPrivate else { return }
        for file in spool.waiting() {
            guard let document = file.document else {
                options.announce("\(file.path) can't be delivered: \(file.damage ?? ""); the file stays")
                continue
            }
            guard document.ledgerID == journal.ledgerID, document.scope == options.scope else { continue }
            do throws(CPHError) {
                let delivery = try record(document, .spool)
                spool.remove(file.path)
                options.announce("\(document.subject) waited in \(file.path): \(delivery.words)")
            } catch {
                var error = error
                error.message = "\(document.subject) waits in \(file.path) and can't be delivered: \(error.message)"
                throw error
            }
        }
        hasDelivered = true
    }

    /// Records a document that came from elsewhere, whatever its scope.
    ///
    /// - Throws: `CPHError` of kind `argument` when the document is another ledger's, of kind `ledger` when it can't be
    ///   recorded. The document is worth keeping then.
    public func deliver(_ document: AnswerDocument) async throws(CPHError) -> Delivery {
        try await prepareToBuy()
        guard document.ledgerID == journal.ledgerID else {
            throw CPHError(
                .argument, code: "foreign",
                "\(document.subject) is for the ledger \(document.ledger) (\(document.ledgerID)), and \(journal.file) is "
                    + "another (\(journal.ledgerID)); nothing was changed",
                hint: "name that ledger with --ledger")
        }
        return try record(document, .imported)
    }

    private func record(_ document: AnswerDocument, _ way: EvidenceSource.Way) throws(CPHError) -> Delivery {
        if let intent = document.intent {
            return try journalled { () throws(JournalError) in try withdraw(document, intent: intent) }
        }
        return try recordEvidence(
            name: document.name, attempt: document.attempt, exchange: document.exchange,
            EvidenceSource(way, run: document.run, at: document.at, cause: document.cause), scope: document.scope,
            contentHash: document.contentHash)
    }
}

extension Ledger.Delivery {
    /// Says for people what became of it.
    public var words: String {
        switch self {
        case .known: "the ledger had it already"
        case .recorded(let before, let after) where before == after: "recorded; the purchase stays \(after.rawValue)"
        case .recorded(let before, let after):
            "recorded; the purchase went from \(before.rawValue) to \(after.rawValue)"
        }
    }
}
