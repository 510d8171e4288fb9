import LuaKit
import Schema
import Text

/// `cph.ledger`: the record of every purchase, for reading.
func ledgerModule(_ control: any PurchaseControl) -> LuaModule {
    LuaModule(
        "ledger", doc: "Reads the record of every purchase. It sends nothing and changes nothing.",
        functions: [
            LuaFunction(
                rawAsync: "list",
                parameters: [.init(name: "filter", type: "cph.ledger.Filter", isOptional: true)],
                results: "cph.ledger.Purchase[]", resultDoc: "sorted by name", doc: "Lists the recorded purchases."
            ) { lua in
                let filter = try lua.argument(RecordFilter?.self, at: 1) ?? RecordFilter()
                return {
                    let records = try await control.purchases(named: filter.prefix)
                    return JSONTree(.list(records.filter(filter.holds)))
                }
            },
            LuaFunction(
                rawAsync: "show", parameters: [.init(name: "name", type: "string", doc: "server_name")],
                results: "cph.ledger.Purchase?", resultDoc: "nil when the ledger has none of that name",
                doc: "Shows one recorded purchase."
            ) { lua in
                let name = try lua.argument(String.self, at: 1)
                return {
                    let records = try await control.purchases(named: name)
                    return records.first { $0.members?["name"]?.text == name }.map(JSONTree.init)
                }
            },
        ])
}

private struct RecordFilter: Sendable {
    var prefix = ""
    var state: String?

    func holds(_ record: Value) -> Bool { state == nil || record.members?["state"]?.text == state }
}

extension RecordFilter: LuaReadable {
    static let luaType = "cph.ledger.Filter"

    static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> RecordFilter {
        guard lua.type(at: index) == .table else { throw lua.mismatch(at: index, expected: "table") }
        try lua.refuseFields(but: ["prefix", "state"], at: index)
        let state = try lua.field("state", String?.self, at: index)
        if let state, !purchaseStateNames.contains(state) {
            let names = purchaseStateNames.map { quoted($0, mark: "'") }.joined(separator: ", ")
            throw LuaMismatch(
                path: LuaPath([.field("state")]), expected: "one of \(names)", got: quoted(state, mark: "'"))
        }
        return RecordFilter(prefix: try lua.field("prefix", String?.self, at: index) ?? "", state: state)
    }
}
