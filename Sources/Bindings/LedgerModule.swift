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
                parameters: [
                    .init(
                        name: "filter", type: "{ prefix?: string, state?: string }", isOptional: true,
                        doc: "how the name begins, and the state")
                ],
                results: "table[]", resultDoc: "sorted by name", doc: "Lists the recorded purchases."
            ) { lua in
                let filter = try RecordFilter(try lua.tree(at: 1))
                return {
                    let records = try await control.purchases(named: filter.prefix)
                    return JSONTree(.list(records.filter(filter.holds)))
                }
            },
            LuaFunction(
                rawAsync: "show", parameters: [.init(name: "name", type: "string", doc: "server_name")],
                results: "table?", resultDoc: "nil when the ledger has none of that name",
                doc: "Shows one recorded purchase."
            ) { lua in
                guard let name = lua.string(at: 1) else { throw LuaError.runtime("cph.ledger.show takes a name") }
                return {
                    let records = try await control.purchases(named: name)
                    return records.first { $0.members?["name"]?.text == name }.map(JSONTree.init)
                }
            },
        ])
}

private struct RecordFilter: Sendable {
    let prefix: String
    let state: String?

    init(_ options: Value) throws {
        let members: Object = options.members ?? [:]
        let known = ["prefix", "state"]
        for (name, value) in members where !known.contains(name) || value.text == nil {
            let near = suggestion(for: name, among: known).map { "; did you mean \($0)?" } ?? ""
            throw LuaError.runtime("cph.ledger.list takes prefix and state, both strings, not \(quoted(name))\(near)")
        }
        prefix = members["prefix"]?.text ?? ""
        state = members["state"]?.text
    }

    func holds(_ record: Value) -> Bool { state == nil || record.members?["state"]?.text == state }
}
