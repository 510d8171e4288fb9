import CPHModel

extension Journal {
    /// Brings the tables to the newest version in one transaction. Only the run that has the lock may: a run of an older cph
    /// that is under way could not go on.
    ///
    /// - Throws: `JournalError` when the file can't be written; it is as it was then.
    func upgrade() throws(JournalError) {
        guard version < LedgerFormat.version else { return }
        let operation = "bringing it to a newer format"
        let before = version
        do throws(JournalError) {
            try transaction(operation) { () throws(JournalError) in
                // Another run may have done it since this one looked.
                let isDone: Bool
                do throws(StoreError) { isDone = try store.version() == LedgerFormat.version } catch {
                    throw JournalError(error)
                }
                let records = isDone ? [] : try records(scope: nil)
                version = LedgerFormat.version
                if isDone { return }
                do throws(StoreError) {
                    try store.upgrade(from: before)
                    for record in records { try noteSent(record, operation) }
                } catch { throw JournalError(error) }
            }
        } catch {
            version = before
            throw error
        }
    }
}
