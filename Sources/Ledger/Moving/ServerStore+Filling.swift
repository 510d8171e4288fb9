import CPHModel

extension ServerStore {
    /// Puts another store's rows into the tables of this server, with the same id, in one transaction: all of them or none.
    /// Until `release`, nobody buys with them.
    ///
    /// - Parameter source: In a transaction that reads, so that the rows are of one moment.
    /// - Throws: `CPHError` where the tables hold another ledger; `StoreError` where the role may not do that.
    func fill(ledgerID: String, from source: any Store) throws {
        try replacing { connection in
            let found = try connection.exchange(
                [
                    .init(sql: "SELECT seq FROM head FOR UPDATE"),
                    .init(sql: "SELECT value FROM meta WHERE name = 'ledger_id'"),
                    .init(sql: "SELECT value FROM meta WHERE name = '\(Moving.unfinished)'"),
                ], "copying")
            let isOwnCopy = !found[2].rows.isEmpty && found[1].rows.first?.first == .text(ledgerID)
            guard isOwnCopy || found[0].rows.first?.first == .int(0) else { throw Moving.notEmpty(place) }
            let guarded = Set(ServerSchema.guards.map(\.table)).sorted()
            let names = LedgerRows.tables.map(\.name)
            _ = try connection.exchange(
                guarded.map { .init(sql: "ALTER TABLE \($0) DISABLE TRIGGER USER") } + [
                    .init(sql: "TRUNCATE \((names + ["checked", "lease", "claim"]).joined(separator: ", "))"),
                    .init(sql: "DELETE FROM meta WHERE name = 'ledger_id'"),
                    .init(sql: "INSERT INTO meta VALUES ('ledger_id', $1)", values: [.text(ledgerID)]),
                    .init(
                        sql: "INSERT INTO meta VALUES ('\(Moving.unfinished)', 'yes') ON CONFLICT (name) DO NOTHING"),
                ], "copying")
            for table in LedgerRows.tables {
                try LedgerRows.each(of: table, in: source) { rows in
                    _ = try connection.exchange(rows.map { .init(sql: table.insertion, values: $0) }, "copying")
                }
            }
            _ = try connection.exchange(
                [
                    .init(
                        sql: """
                            UPDATE head SET (seq, hash) = (SELECT coalesce(max(seq), 0), \
                            coalesce((SELECT hash FROM event ORDER BY seq DESC LIMIT 1), '') FROM event)
                            """)
                ] + guarded.map { .init(sql: "ALTER TABLE \($0) ENABLE TRIGGER USER") }, "copying")
        }
    }

    /// Lets runs buy with what `fill` put here.
    func release() throws {
        try replacing { connection in
            _ = try connection.exchange([.init(sql: "DELETE FROM meta WHERE name = '\(Moving.unfinished)'")], "copying")
        }
    }
}
