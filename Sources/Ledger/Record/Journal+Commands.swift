public import CPHModel
import Schema
import Text

// What the commands list, show, verify and export are made of. Values out; nothing is printed here.
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

    /// Hands every event to `line` as one line of JSON, the oldest first.
    public func export(_ line: (String) -> Void) throws(CPHError) {
        var names: [Int: (scope: String, key: String)] = [:]
        for record in try purchases() { names[record.id] = (record.scope, record.key) }
        try reading { () throws(JournalError) in
            for row in try read("\(Event.select) ORDER BY seq") {
                guard let event = Event(row) else { throw .damaged("event \(row[0].int ?? 0) is unreadable") }
                line(Value.object(event.exported(as: event.purchase.flatMap { names[$0] })).json())
            }
        }
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

    /// Writes a run's last line when it wrote a first one.
    func end(exit: Int, at: Int) throws(JournalError) {
        guard isRunRecorded else { return }
        let end = try transaction("ending the run") { () throws(JournalError) in
            try append(.ended, ["exit": .int(exit)], at: at, after: try head())
        }
        mark?.write(ledgerID: ledgerID, end)
    }
}

extension Event {
    /// The event as a line of the export.
    func exported(as name: (scope: String, key: String)?) -> Object {
        var line: Object = ["seq": .int(seq), "at": .int(at), "run": .string(run)]
        line["scope"] = (name?.scope).map(Value.string)
        line["server_name"] = (name?.key).map(Value.string)
        line["kind"] = .string(kind.rawValue)
        line["from"] = (from?.rawValue).map(Value.string)
        line["to"] = (to?.rawValue).map(Value.string)
        line["detail"] = .object(detail)
        line["hash"] = .string(String(hex: hash))
        return line
    }
}
