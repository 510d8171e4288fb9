public import CPHModel
import Schema

// What the commands show to people.
extension Journal {
    /// The purchases that a filter leaves, the oldest first, and those of one second in the order of their names.
    ///
    /// - Throws: `CPHError` of kind `ledger`.
    public func entries(_ filter: PurchaseFilter = PurchaseFilter()) throws(CPHError) -> [PurchaseEntry] {
        try reading { () throws(JournalError) in
            let records = try records(scope: filter.project, in: filter.knownStates)
            let runs = try runs()
            let entries = records.map { PurchaseEntry(record: $0, run: runs[$0.run]) }.filter(filter.holds)
                .sorted { ($0.time, $0.record.scope, $0.record.key) < ($1.time, $1.record.scope, $1.record.key) }
            return filter.limit.map { Array(entries.suffix($0)) } ?? entries
        }
    }

    /// All that is to be told about one purchase.
    ///
    /// - Throws: `CPHError` of kind `ledger`.
    public func story(of record: PurchaseRecord) throws(CPHError) -> PurchaseStory {
        let answers = try answers(to: record)
        return try reading { () throws(JournalError) in
            PurchaseStory(record: record, events: try events(of: record.id), runs: try runs(), answers: answers)
        }
    }

    /// The runs that wrote here, by their ids.
    private func runs() throws(JournalError) -> [String: RunInfo] {
        var runs: [String: RunInfo] = [:]
        for row in try read("SELECT run, detail FROM event WHERE kind = 'run'") {
            guard let id = row[0].text, let detail = row[1].text.flatMap({ try? Value(json: $0) })?.members else {
                throw .damaged("the line of a run is unreadable")
            }
            runs[id] = RunInfo(id: id, detail)
        }
        return runs
    }
}
