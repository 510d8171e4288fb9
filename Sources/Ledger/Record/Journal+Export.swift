public import CPHModel
import Schema
import Text

// What `cph ledger export` writes.
extension Journal {
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
