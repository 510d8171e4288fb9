import CPHModel

extension Journal {
    /// Brings the tables to the newest version in one transaction. Only the run that has the lock may: a run of an older cph
    /// that is under way could not go on.
    ///
    /// - Throws: `JournalError` when the file can't be written; it is as it was then.
    func upgrade() throws(JournalError) {
        guard version < LedgerSchema.version else { return }
        let operation = "bringing it to a newer format"
        let before = version
        do throws(JournalError) {
            try transaction(operation) { () throws(JournalError) in
                // Another run may have done it since this one looked.
                let isDone = try read("PRAGMA user_version") == [[.int(LedgerSchema.version)]]
                let records = isDone ? [] : try records(scope: nil)
                version = LedgerSchema.version
                if isDone { return }
                do throws(DatabaseError) {
                    for statement in LedgerSchema.upgrade { try database.execute(statement, operation) }
                    for record in records { try noteSent(record, operation) }
                    try database.execute("PRAGMA user_version = \(LedgerSchema.version)", operation)
                } catch { throw .database(error) }
            }
        } catch {
            version = before
            throw error
        }
    }
}
