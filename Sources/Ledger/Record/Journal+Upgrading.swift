import CPHModel

extension Journal {
    /// Brings the tables to the newest version in one transaction. Only the run that has the lock may: a run of an older cph
    /// that is under way could not go on.
    ///
    /// - Throws: `JournalError` when the file can't be written; it is as it was then.
    func upgrade() throws(JournalError) {
        guard version < LedgerSchema.version else { return }
        let records = try records(scope: nil)
        let before = version
        version = LedgerSchema.version
        do throws(JournalError) {
            try transaction("bringing it to a newer format") { () throws(JournalError) in
                do throws(DatabaseError) {
                    for statement in LedgerSchema.upgrade {
                        try database.execute(statement, "bringing it to a newer format")
                    }
                    for record in records { try noteSent(record, "bringing it to a newer format") }
                    try database.execute(
                        "PRAGMA user_version = \(LedgerSchema.version)", "bringing it to a newer format")
                } catch { throw .database(error) }
            }
        } catch {
            version = before
            throw error
        }
    }
}
