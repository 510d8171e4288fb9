import CPHModel
import Clock
import LuaKit
import Text

/// Reads a list of records, on top of the stack, as rows: raw, so that nothing of a script runs.
struct RecordReader {
    private static let maximumRows = 1000
    private let lua: LuaContext
    private let count: Int

    init(_ lua: LuaContext, count: Int) { (self.lua, self.count) = (lua, count) }

    /// The table; nil when the items are no records, or hold nothing that a cell can show.
    ///
    /// - Parameter chosen: The columns, in order; all where none is named.
    func table(_ chosen: [String] = []) -> PromptTable? {
        guard count > 0 else { return nil }
        var records: [[String: PromptTable.Cell]] = []
        for index in 1...min(count, Self.maximumRows) {
            lua.rawGet(index, at: -1)
            defer { lua.pop() }
            guard let record = record() else { return nil }
            records.append(record)
        }
        let columns = chosen.isEmpty ? columns(records) : chosen
        guard !columns.isEmpty else { return nil }
        let left = count - records.count
        let note = "\(counted(count, "row"))\(left > 0 ? ", the first \(records.count) shown" : "")"
        return PromptTable(
            headers: columns, rows: records.map { record in columns.map { record[$0] ?? .none } }, note: note)
    }

    private func record() -> [String: PromptTable.Cell]? {
        guard lua.type(at: -1) == .table, lua.rawLength(at: -1) == 0 else { return nil }
        let isServer = lua.describe(at: -1) == Server.luaType
        var cells: [String: PromptTable.Cell] = [:]
        var isRecord = true
        lua.forEachPair(at: -1) {
            guard lua.type(at: -2) == .string, let name = lua.string(at: -2) else {
                isRecord = false
                return
            }
            cells[name] = isServer && name == "status" ? state() : cell(name)
            if isServer, name == "addresses" { cells["address"] = address() }
        }
        return isRecord && !cells.isEmpty ? cells : nil
    }

    private func cell(_ name: String) -> PromptTable.Cell {
        switch lua.type(at: -1) {
        case .string: lua.string(at: -1).map { .text($0) } ?? .text("<bytes>")
        case .number: time(name) ?? .number(lua.integer(at: -1).map { "\($0)" } ?? "\(lua.number(at: -1) ?? 0)")
        case .boolean: .text("\(lua.isTruthy(at: -1))")
        default: .none
        }
    }

    /// A moment in milliseconds, as the ledger has them.
    private func time(_ name: String) -> PromptTable.Cell? {
        guard name.hasSuffix("_at"), let milliseconds = lua.integer(at: -1), milliseconds > 100_000_000_000 else {
            return nil
        }
        return .text(ISOTime.text(unixSeconds: milliseconds / 1000))
    }

    /// The state of a server in words.
    private func state() -> PromptTable.Cell {
        guard let code = lua.integer(at: -1) else { return .none }
        return .text(Server.states.first { $0.codes.contains(code) }?.words ?? "\(code)")
    }

    /// The first address of a server, the public one if it has one.
    private func address() -> PromptTable.Cell {
        guard lua.type(at: -1) == .table else { return .none }
        let base = lua.top
        defer { lua.setTop(base) }
        lua.rawGet(1, at: -1)
        guard lua.type(at: -1) == .table else { return .none }
        for name in ["public_ip", "server_ip"] {
            lua.rawGet(name, at: base + 1)
            if let text = lua.string(at: -1), !text.isEmpty { return .text(text) }
        }
        return .none
    }

    // MARK: Columns

    /// What people look for first; where there is no room for all columns, the last ones are left out.
    private static let first = [
        "state", "server_name", "name", "status", "availability_zone", "address", "count", "months",
        "server_model_name",
        "server_id", "order_id", "updated_at",
    ]

    /// The columns: those that people look for, then the fields of the model in its order, then all others, sorted; only those
    /// that some row has a cell for.
    private func columns(_ records: [[String: PromptTable.Cell]]) -> [String] {
        var present: Set<String> = []
        for record in records {
            for (name, cell) in record where cell != .none { present.insert(name) }
        }
        var ordered: [String] = []
        for name in Self.first + modelFields() + present.sorted() where present.contains(name) {
            if !ordered.contains(name) { ordered.append(name) }
        }
        return ordered
    }

    private func modelFields() -> [String] {
        lua.rawGet(1, at: -1)
        defer { lua.pop() }
        let name = lua.describe(at: -1)
        return Models.all.first { $0.luaType == name }?.fieldInfos.map(\.name) ?? []
    }
}
