public import CPHModel
import Schema
import Text

extension Journal {
    /// The last line of the chain.
    func head() throws(JournalError) -> Head {
        let row: [SQLValue]?
        do { row = try store.head() } catch { throw JournalError(error) }
        guard let row else { return Head(seq: 0, hash: HashChain.seed(ledgerID: ledgerID)) }
        guard let seq = row[0].int, let hash = row[1].blob else { throw .damaged("its last event is unreadable") }
        return Head(seq: seq, hash: hash)
    }

    /// A purchase by its name, or nil. It is put together from its events and compared with the tables, so that a
    /// damaged row is noticed before money depends on it.
    func record(scope: String, key: String) throws(JournalError) -> PurchaseRecord? {
        let rows = try read("SELECT id FROM purchase WHERE scope = $1 AND key = $2", [.text(scope), .text(key)])
        guard let id = rows.first?.first?.int else {
            try checkIsUnknown(scope, key)
            return nil
        }
        let record = try record(id: id, scope: scope, key: key)
        guard record.requestedName.map({ $0 == key }) ?? true else {
            throw .damaged("the row of \(quoted(key)) is not what its events say")
        }
        return record
    }

    /// Asks a second index about a name that one does not know: what a flipped bit in the first hides would be bought again.
    private func checkIsUnknown(_ scope: String, _ key: String) throws(JournalError) {
        guard version >= 2 else { return }
        let rows = try read(
            "SELECT 1 FROM purchase \(store.otherNameIndex) WHERE key = $1 AND scope = $2", [.text(key), .text(scope)])
        guard rows.isEmpty else { throw .damaged("an index does not have \(quoted(key)), which another has") }
    }

    private func record(id: Int, scope: String, key: String) throws(JournalError) -> PurchaseRecord {
        try record(
            id: id, scope: scope, key: key, try events(of: id), try read("\(Self.rows) WHERE id = $1", [.int(id)]).first
        )
    }

    private func record(
        id: Int, scope: String, key: String, _ events: [Event], _ columns: [SQLValue]?
    ) throws(JournalError) -> PurchaseRecord {
        var record = PurchaseRecord(id: id, scope: scope, key: key)
        for event in events { record.apply(event) }
        guard record.columns == columns else { throw .damaged("the row of \(quoted(key)) is not what its events say") }
        return record
    }

    private static let rows =
        "SELECT id, scope, key, content_sha256, state, revision, order_id, updated_at FROM purchase"

    /// The events of a purchase, each compared with its hash: money may depend on them, and what opening has checked before
    /// is not read again then.
    func events(of purchase: Int) throws(JournalError) -> [Event] {
        try events(where: "e.purchase = $1", [.int(purchase)])
    }

    /// The events `e` that a condition holds for, each compared with its hash.
    func events(where condition: String, _ values: [SQLValue]) throws(JournalError) -> [Event] {
        let rows = try read(
            """
            SELECT e.seq, e.at, e.run, e.purchase, e.kind, e.from_state, e.to_state, e.detail, e.hash, before.hash \
            FROM event e LEFT JOIN event before ON before.seq = e.seq - 1 WHERE \(condition) ORDER BY e.seq
            """, values)
        return try rows.map { row throws(JournalError) in
            let columns = Array(row.dropLast())
            guard let event = Event(columns) else { throw .damaged("event \(row[0].int ?? 0) is unreadable") }
            let before = event.seq == 1 ? HashChain.seed(ledgerID: ledgerID) : row.last?.blob ?? []
            let hash = try hash(after: before, columns.dropLast())
            guard event.hash == hash else { throw .damaged("the hash chain breaks at event \(event.seq)") }
            return event
        }
    }

    private func hash(after before: [UInt8], _ columns: some Sequence<SQLValue>) throws(JournalError) -> [UInt8] {
        do { return try Digest.sha256(HashChain.bytes(after: before, columns)) } catch { throw .crypto(error) }
    }

    /// The number for a purchase whose first event is being written in the present transaction.
    func nextID() throws(JournalError) -> Int {
        (try read("SELECT coalesce(max(id), 0) FROM purchase").first?.first?.int ?? 0) + 1
    }

    /// Returns those of `ids` that the ledger holds in `scope` under other purchases than `purchase`.
    func othersAmong(_ ids: some Sequence<String>, scope: String, purchase: Int) throws(JournalError) -> Set<String> {
        let ids = Array(Set(ids))
        guard !ids.isEmpty else { return [] }
        var others: Set<String> = []
        // In parts: an engine takes only so many parameters at once.
        for start in stride(from: 0, to: ids.count, by: Self.mostIDs) {
            let part = ids[start..<min(start + Self.mostIDs, ids.count)]
            let places = part.indices.map { "$\($0 - start + 3)" }.joined(separator: ", ")
            let rows = try read(
                "SELECT id FROM server WHERE scope = $1 AND purchase <> $2 AND id IN (\(places))",
                [.text(scope), .int(purchase)] + part.map(SQLValue.text))
            others.formUnion(rows.compactMap(\.first?.text))
        }
        return others
    }

    private static let mostIDs = 500

    /// Names of purchases that begin with `prefix`.
    func keys(scope: String, prefix: String) throws(JournalError) -> Set<String> {
        let end = prefix + "\u{10FFFF}"
        let rows = try read(
            "SELECT key FROM purchase WHERE scope = $1 AND key >= $2 AND key < $3",
            [.text(scope), .text(prefix), .text(end)])
        return Set(rows.compactMap(\.first?.text))
    }

    /// Purchases of `scope`, or of every scope for nil, in the order of their names; in one pass over their events.
    ///
    /// - Parameter states: Only purchases in these; nil for all.
    func records(scope: String?, in states: Set<PurchaseState>? = nil) throws(JournalError) -> [PurchaseRecord] {
        let names = states.map { states in states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ") }
        let which = "(CAST($1 AS TEXT) IS NULL OR scope = $1)" + (names.map { " AND state IN (\($0))" } ?? "")
        var events: [Int: [Event]] = [:]
        let lines = "\(Event.select) WHERE purchase IN (SELECT id FROM purchase WHERE \(which)) ORDER BY purchase, seq"
        for row in try read(lines, [SQLValue(scope)]) {
            guard let event = Event(row), let id = event.purchase else {
                throw .damaged("event \(row[0].int ?? 0) is unreadable")
            }
            events[id, default: []].append(event)
        }
        return try read("\(Self.rows) WHERE \(which) ORDER BY scope, key", [SQLValue(scope)]).map {
            row throws(JournalError) in
            guard let id = row[0].int, let scope = row[1].text, let key = row[2].text else {
                throw .damaged("a row of purchase is unreadable")
            }
            return try record(id: id, scope: scope, key: key, events[id] ?? [], row)
        }
    }

    /// The names of all purchases of `scope`, or of every scope for nil.
    func names(scope: String?) throws(JournalError) -> [String] {
        try read("SELECT DISTINCT key FROM purchase WHERE CAST($1 AS TEXT) IS NULL OR scope = $1", [SQLValue(scope)])
            .compactMap {
                $0.first?.text
            }
    }

    /// The purchase of whatever scope that has an order; nil where none has it.
    func owner(ofOrder order: String) throws(JournalError) -> (id: Int, name: String)? {
        let row = try read("SELECT id, key FROM purchase WHERE order_id = $1", [.text(order)]).first
        guard let row, let id = row[0].int, let name = row[1].text else { return nil }
        return (id, name)
    }

    // What limits count, they count over all projects: another region, which is another project, is no way around them.

    /// The servers of purchases that may have bought something, sent in a range of times in milliseconds since 1970.
    func servers(sentIn times: Range<Int>) throws(JournalError) -> Int {
        guard version >= 2 else {
            return try records(scope: nil).filter { $0.countedSend.map(times.contains) == true }.map(\.count).reduce(
                0, +)
        }
        let sum = "SELECT CAST(coalesce(sum(servers), 0) AS BIGINT) FROM sent WHERE at >= $1 AND at < $2"
        return try read(sum, [.int(times.lowerBound), .int(times.upperBound)]).first?.first?.int ?? 0
    }

    /// What purchases come to that may have bought something and were sent since a time, in milliseconds since 1970.
    func money(sentSince start: Int) throws(JournalError) -> MoneySpent {
        guard version >= 3 else { return MoneySpent(try records(scope: nil), since: start) }
        let `where` = "FROM sent WHERE at >= $1"
        let values: [SQLValue] = [.int(start)]
        // As a rule there is one currency, and sorting by it would take longer than all the rest.
        let all = try read(
            "SELECT max(currency), \(Self.sums), min(currency), count(*) - count(currency) \(`where`)", values
        ).first
        var rows = all.map { [$0] } ?? []
        if let all, all[0] != all[3] {
            rows = try read("SELECT currency, \(Self.sums) \(`where`) GROUP BY currency", values)
        }
        var spent = MoneySpent()
        for row in rows {
            guard let currency = row[0].text, let whole = row[1].int, let rest = row[2].int else { continue }
            spent.byCurrency[currency] = Decimal(whole) + Decimal(hundredMillionths: rest)
        }
        if let count = all?[4].int, count > 0 { spent.unpriced = try unpriced(since: start) }
        return spent
    }

    /// In two parts, so that no sum is too large for the column of a result.
    private static let sums =
        "CAST(sum(amount / \(Decimal.unitsOfOne)) AS BIGINT), CAST(sum(amount % \(Decimal.unitsOfOne)) AS BIGINT)"

    private func unpriced(since start: Int) throws(JournalError) -> String {
        let rows = try read(
            """
            SELECT key FROM sent JOIN purchase ON purchase.id = sent.purchase \
            WHERE sent.at >= $1 AND currency IS NULL ORDER BY at LIMIT 1
            """, [.int(start)])
        return rows.first?.first?.text ?? ""
    }

    /// How many servers or server-months may have been bought by sends since a time, in milliseconds since 1970.
    func count(_ unit: CountCap.Unit, sentSince start: Int) throws(JournalError) -> Int {
        // A renewal buys no server, and months of one.
        let sum = unit == .server ? "servers" : "CASE WHEN servers = 0 THEN months ELSE servers * months END"
        return try read(
            "SELECT CAST(coalesce(sum(\(sum)), 0) AS BIGINT) FROM sent WHERE at >= $1",
            [.int(start)]
        ).first?.first?.int ?? 0
    }

    func read(_ sql: String, _ values: [SQLValue] = []) throws(JournalError) -> [[SQLValue]] {
        do { return try store.rows(sql, values, "reading") } catch { throw JournalError(error) }
    }
}

// MARK: - Answers

extension Journal {
    /// The raw answer to a send, as it was recorded; nil where none was.
    func exchange(of record: PurchaseRecord) throws(JournalError) -> Exchange? {
        let rows = try read(
            "SELECT bytes_sent, status, head, body, failure_kind, failure FROM attempt WHERE purchase = $1 AND n = $2",
            [.int(record.id), .int(record.attempt)])
        return rows.first.flatMap(Exchange.init)
    }

    /// Keeps the answer to a send, the record's last one unless `attempt` says otherwise.
    func insert(
        _ exchange: Exchange, of attempt: Int? = nil, _ record: PurchaseRecord
    ) throws(StoreError) {
        try store.run(
            "INSERT INTO attempt VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [.int(record.id), .int(attempt ?? record.attempt)] + exchange.columns, "recording the answer")
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
        try reading { () throws(JournalError) in
            try read("SELECT id, scope FROM purchase WHERE key = $1 ORDER BY scope", [.text(name)]).map {
                row throws(JournalError) in
                try record(id: row[0].int ?? 0, scope: row[1].text ?? "", key: name)
            }
        }
    }

    /// The names of all purchases, over all scopes.
    public func names() throws(CPHError) -> [String] {
        try reading { () throws(JournalError) in try names(scope: nil) }
    }

    /// The projects that have purchases here; none where they can't be read.
    public func scopes() -> [String] {
        ((try? read("SELECT DISTINCT scope FROM purchase")) ?? []).compactMap { $0.first?.text }
    }

    /// Everything that was recorded about a purchase, the oldest first.
    public func history(of record: PurchaseRecord) throws(CPHError) -> [Event] {
        try reading { () throws(JournalError) in try events(of: record.id) }
    }

    /// The raw answer to a purchase's last send, as it came; nil where none was recorded.
    public func answer(to record: PurchaseRecord) throws(CPHError) -> Exchange? {
        try reading { () throws(JournalError) in try exchange(of: record) }
    }

    /// The raw answers to all sends of a purchase, as they came, by the number of the send.
    public func answers(to record: PurchaseRecord) throws(CPHError) -> [RecordedAnswer] {
        try reading { () throws(JournalError) in
            let rows = try read(
                "SELECT n, bytes_sent, status, head, body, failure_kind, failure FROM attempt WHERE purchase = $1 ORDER BY n",
                [.int(record.id)])
            return rows.compactMap { row in
                Exchange(Array(row.dropFirst())).map { RecordedAnswer(send: row[0].int ?? 0, exchange: $0) }
            }
        }
    }

    /// The hash at the end of the chain, in hexadecimal.
    public func headHash() -> String { (try? head()).map { String(hex: $0.hash) } ?? "" }

    /// Reads everything from one moment of the file, also while another run writes.
    func reading<T>(_ body: () throws(JournalError) -> T) throws(CPHError) -> T {
        do throws(JournalError) {
            return try onceMoreIfLost { () throws(JournalError) in
                do throws(StoreError) { try store.beginReading() } catch { throw JournalError(error) }
                let value = try body()
                store.rollback()
                return value
            }
        } catch { throw error.asCPHError(file: file, consequence: "nothing was changed") }
    }
}
