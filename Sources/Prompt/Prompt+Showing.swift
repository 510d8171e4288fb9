import Bindings
import CPHModel
import LuaKit
import Schema
import Text

/// How values are printed.
extension Prompt {
    /// Sets the global `print` to one that goes through the host, which knows where on the screen a line is being
    /// typed.
    func installPrint() {
        printBefore = session.state.global("print")
        session.state.setGlobal(
            "print",
            PromptFunction { [unowned self] lua in
                let texts = try (1...max(1, lua.top)).prefix(Int(lua.top)).map { try lua.text(at: $0) }
                host.output(texts.joined(separator: "\t"))
                return 0
            })
    }

    func shown(_ values: [LuaValue]) throws(LuaError) -> PromptText {
        if values.count == 1, let special = special(values[0]) { return special }
        if values.count == 1, let text = values[0].text, text == helpShown { return .page(text) }
        let texts = try values.map { value throws(LuaError) in try text(of: value) }
        return .text(texts.joined(separator: texts.contains { $0.contains("\n") } ? "\n" : "\t"))
    }

    /// Shows strings in quotes, so that "1" is not taken for 1; a text of several lines as it is.
    private func text(of value: LuaValue) throws(LuaError) -> String {
        if let text = value.text, !text.contains("\n") { return quoted(text) }
        if let job = job(value) { return "job \(job.number), \(job.status)" }
        return try session.text(of: value, depth: Self.shownDepth)
    }

    /// How many tables deep a result is shown; `cph.inspect` goes deeper.
    private static let shownDepth = 4

    private func job(_ value: LuaValue) -> LuaTask? {
        guard case .other = value else { return nil }
        let lua = session.state.context
        value.push(to: lua)
        defer { lua.pop() }
        return try? lua.read(LuaTask.self, at: -1)
    }

    /// Shows lists that have a form of their own: problems, and records.
    private func special(_ value: LuaValue) -> PromptText? {
        guard case .table(let table) = value else { return nil }
        let lua = session.state.context
        let base = lua.top
        defer { lua.setTop(base) }
        lua.push(table)
        let count = lua.rawLength(at: -1)
        guard count > 0, !lua.pushMetafield("__tostring", at: -1), isList(lua, count) else { return nil }
        return problems(lua, count) ?? RecordReader(lua, count: count).table.map(PromptText.table)
    }

    private func isList(_ lua: LuaContext, _ count: Int) -> Bool {
        var pairs = 0
        var holdsTables = true
        lua.forEachPair(at: -1) {
            pairs += 1
            if lua.type(at: -1) != .table { holdsTables = false }
        }
        return pairs == count && holdsTables
    }

    private func problems(_ lua: LuaContext, _ count: Int) -> PromptText? {
        let list = lua.top
        defer { lua.setTop(list) }
        var lines: [String] = []
        for index in 1...count {
            lua.rawGet(index, at: list)
            guard lua.describe(at: -1) == "cph.Problem", let line = try? lua.text(at: -1) else { return nil }
            lines.append(line)
            lua.setTop(list)
        }
        return .text(lines.joined(separator: "\n"))
    }
}

/// Reads a list of records, on top of the stack, as rows.
private struct RecordReader {
    private static let maximumRows = 1000
    private let lua: LuaContext
    private let count: Int

    init(_ lua: LuaContext, count: Int) { (self.lua, self.count) = (lua, count) }

    /// The table; nil when the items are no records, or hold nothing that a cell can show.
    var table: PromptTable? {
        var records: [[String: PromptTable.Cell]] = []
        for index in 1...min(count, Self.maximumRows) {
            lua.rawGet(index, at: -1)
            defer { lua.pop() }
            guard let record = record() else { return nil }
            records.append(record)
        }
        let columns = columns(records)
        guard !columns.isEmpty else { return nil }
        let left = count - records.count
        let note = "\(counted(count, "row"))\(left > 0 ? ", the first \(records.count) shown" : "")"
        return PromptTable(
            headers: columns, rows: records.map { record in columns.map { record[$0] ?? .none } }, note: note)
    }

    private func record() -> [String: PromptTable.Cell]? {
        guard lua.rawLength(at: -1) == 0 else { return nil }
        var cells: [String: PromptTable.Cell] = [:]
        var isRecord = true
        lua.forEachPair(at: -1) {
            guard lua.type(at: -2) == .string, let name = lua.string(at: -2) else {
                isRecord = false
                return
            }
            cells[name] = cell()
        }
        return isRecord && !cells.isEmpty ? cells : nil
    }

    private func cell() -> PromptTable.Cell {
        switch lua.type(at: -1) {
        case .string: lua.string(at: -1).map { .text($0) } ?? .text("<bytes>")
        case .number: .number(lua.integer(at: -1).map { "\($0)" } ?? "\(lua.number(at: -1) ?? 0)")
        case .boolean: .text("\(lua.isTruthy(at: -1))")
        default: .none
        }
    }

    /// The columns: the fields of the model in its order, then all others, sorted; only those that some row has a cell
    /// for.
    private func columns(_ records: [[String: PromptTable.Cell]]) -> [String] {
        var present: Set<String> = []
        for record in records {
            for (name, cell) in record where cell != .none { present.insert(name) }
        }
        let ordered = modelFields().filter(present.contains)
        return ordered + present.subtracting(ordered).sorted()
    }

    private func modelFields() -> [String] {
        lua.rawGet(1, at: -1)
        defer { lua.pop() }
        let name = lua.describe(at: -1)
        return Models.all.first { $0.luaType == name }?.fieldInfos.map(\.name) ?? []
    }
}
