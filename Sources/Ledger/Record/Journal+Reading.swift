public import CPHModel
import Schema
import Text

extension Journal {
    /// The last line of the chain.
    func head() throws(JournalError) -> Head {
        let rows = try read("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
        guard let row = rows.first else { return Head(seq: 0, hash: HashChain.seed(ledgerID: ledgerID)) }
        guard let seq = row[0].int, let hash = row[1].blob else { throw .damaged("its last event is unreadable") }
        return Head(seq: seq, hash: hash)
    }

    /// A purchase by its name, or nil. It is put together from its events and compared with the tables, so that a
    /// damaged row is noticed before money depends on it.
    func record(scope: String, key: String) throws(JournalError) -> PurchaseRecord? {
        let rows = try read("SELECT id FROM purchase WHERE scope = ? AND key = ?", [.text(scope), .text(key)])
        guard let id = rows.first?.first?.int else { return nil }
        return try record(id: id, scope: scope, key: key)
    }

    private func record(id: Int, scope: String, key: String) throws(JournalError) -> PurchaseRecord {
        var record = PurchaseRecord(id: id, scope: scope, key: key)
        for event in try events(of: id) { record.apply(event) }
        let columns = try read("SELECT * FROM purchase WHERE id = ?", [.int(id)]).first
        guard record.columns == columns else { throw .damaged("the row of \(quoted(key)) is not what its events say") }
        return record
    }

    func events(of purchase: Int) throws(JournalError) -> [Event] {
        let rows = try read("\(Event.select) WHERE purchase = ? ORDER BY seq", [.int(purchase)])
        return try rows.map { row throws(JournalError) in
            guard let event = Event(row) else { throw .damaged("event \(row[0].int ?? 0) is unreadable") }
            return event
        }
    }

    /// The number for a purchase whose first event is being written in the present transaction.
    func nextID() throws(JournalError) -> Int {
        (try read("SELECT coalesce(max(id), 0) FROM purchase").first?.first?.int ?? 0) + 1
    }

    /// Returns those of `ids` that the ledger holds in `scope` under other purchases than `purchase`.
    func othersAmong(_ ids: some Sequence<String>, scope: String, purchase: Int) throws(JournalError) -> Set<String> {
        var others: Set<String> = []
        for id in ids {
            let rows = try read(
                "SELECT 1 FROM server WHERE scope = ? AND id = ? AND purchase <> ?",
                [.text(scope), .text(id), .int(purchase)])
            if !rows.isEmpty { others.insert(id) }
        }
        return others
    }

    /// Names of purchases that begin with `prefix`.
    func keys(scope: String, prefix: String) throws(JournalError) -> Set<String> {
        let end = prefix + "\u{10FFFF}"
        let rows = try read(
            "SELECT key FROM purchase WHERE scope = ? AND key >= ? AND key < ?",
            [.text(scope), .text(prefix), .text(end)])
        return Set(rows.compactMap(\.first?.text))
    }

    /// All purchases of `scope`, or of every scope for nil, in the order of their names.
    func records(scope: String?) throws(JournalError) -> [PurchaseRecord] {
        let rows = try read(
            "SELECT id, scope, key FROM purchase WHERE ?1 IS NULL OR scope = ?1 ORDER BY scope, key", [SQLValue(scope)])
        return try rows.map { row throws(JournalError) in
            guard let id = row[0].int, let scope = row[1].text, let key = row[2].text else {
                throw .damaged("a row of purchase is unreadable")
            }
            return try record(id: id, scope: scope, key: key)
        }
    }

    func read(_ sql: String, _ values: [SQLValue] = []) throws(JournalError) -> [[SQLValue]] {
        do { return try database.rows(sql, values, "reading") } catch { throw .database(error) }
    }
}

// MARK: - Answers

extension Journal {
    /// The raw answer to a send, as it was recorded; nil where none was.
    func exchange(of record: PurchaseRecord) throws(JournalError) -> Exchange? {
        let rows = try read(
            "SELECT bytes_sent, status, head, body, failure_kind, failure FROM attempt WHERE purchase = ? AND n = ?",
            [.int(record.id), .int(record.attempt)])
        return rows.first.flatMap(Exchange.init)
    }

    func insert(_ exchange: Exchange, _ record: PurchaseRecord) throws(DatabaseError) {
        try database.run(
            "INSERT INTO attempt VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [.int(record.id), .int(record.attempt)] + exchange.columns, "recording the answer")
    }
}

// MARK: - For the commands

extension Journal {
    /// Purchases of `scope`, or of every scope for nil, in the order of their names.
    ///
    /// - Throws: `CPHError` of kind `ledger`.
    public func purchases(scope: String? = nil) throws(CPHError) -> [PurchaseRecord] {
        try reading { () throws(JournalError) in try records(scope: scope) }
    }

    /// Purchases under this name, one per scope.
    public func purchases(named name: String) throws(CPHError) -> [PurchaseRecord] {
        try purchases().filter { $0.key == name }
    }

    /// Everything that was recorded about a purchase, the oldest first.
    public func history(of record: PurchaseRecord) throws(CPHError) -> [Event] {
        try reading { () throws(JournalError) in try events(of: record.id) }
    }

    /// The raw answer to a purchase's last send, as it came; nil where none was recorded.
    public func answer(to record: PurchaseRecord) throws(CPHError) -> Exchange? {
        try reading { () throws(JournalError) in try exchange(of: record) }
    }

    /// The hash at the end of the chain, in hexadecimal.
    public func headHash() -> String { (try? head()).map { String(hex: $0.hash) } ?? "" }

    /// Reads everything from one moment of the file, also while another run writes.
    func reading<T>(_ body: () throws(JournalError) -> T) throws(CPHError) -> T {
        do throws(JournalError) {
            do throws(DatabaseError) { try database.beginReading() } catch { throw JournalError.database(error) }
            defer { database.rollback() }
            return try body()
        } catch { throw error.asCPHError(file: file, consequence: "nothing was changed") }
    }
}
