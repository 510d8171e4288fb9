extension FileStore {
    /// Makes a ledger's file from another store's rows, with the same id. The file is empty before; what fails leaves it
    /// without tables.
    ///
    /// - Parameter source: In a transaction that reads, so that the rows are of one moment.
    static func build(_ path: String, ledgerID: String, from source: any Store) throws {
        let database = try Database(path, .write)
        let statements = FileSchema.statements(of: LedgerFormat.version)
        try database.execute("PRAGMA synchronous = FULL", "copying")
        try database.begin("copying")
        do {
            // What guards the tables would refuse purchases that are not new.
            for statement in statements where !isTrigger(statement) { try database.execute(statement, "copying") }
            for table in LedgerRows.tables {
                try LedgerRows.each(of: table, in: source) { rows in
                    for row in rows { try database.run(table.insertion, row, "copying") }
                }
            }
            for statement in statements where isTrigger(statement) { try database.execute(statement, "copying") }
            try database.run("INSERT INTO meta VALUES ('ledger_id', ?)", [.text(ledgerID)], "copying")
            try database.execute("PRAGMA application_id = \(FileSchema.applicationID)", "copying")
            try database.execute("PRAGMA user_version = \(LedgerFormat.version)", "copying")
            try database.commit("copying")
        } catch {
            database.rollback()
            throw error
        }
    }

    private static func isTrigger(_ statement: String) -> Bool { statement.hasPrefix("CREATE TRIGGER") }
}
