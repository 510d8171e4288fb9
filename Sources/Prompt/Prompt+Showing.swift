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
                noteRowEnd()
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
        if case .string(let string) = value, String(validating: string.bytes, as: UTF8.self) == nil {
            return try session.code(of: value)
        }
        if let text = value.text, !text.contains("\n") { return quoted(text) }
        if let job = job(value) { return "job \(job.number), \(job.status)" }
        return try session.text(of: value, depth: Self.shownDepth, width: host.columns)
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

    /// Carries out `:wide`: the last result as a table with all columns, or with those that are named.
    func showWide(_ argument: String) -> PromptReply {
        let lua = session.state.context
        let base = lua.top
        defer { lua.setTop(base) }
        let chosen = argument.split { $0 == " " || $0 == "," }.map(String.init)
        guard let last = value(of: "_"), case .table(let table) = last else {
            return .failed("the last result is no list")
        }
        lua.push(table)
        let reader = RecordReader(lua, count: lua.rawLength(at: -1))
        let known = reader.table()?.headers ?? []
        if known.isEmpty { return .failed("the last result is no list of records") }
        for name in chosen where !known.contains(name) {
            let near = suggestion(for: name, among: known).map { "; did you mean \($0)?" } ?? ""
            return .failed("no column \(quoted(name))\(near); there are \(known.joined(separator: ", "))")
        }
        guard var table = reader.table(chosen) else { return .nothing }
        table.isWide = true
        return .shown(.table(table))
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
        return problems(lua, count) ?? RecordReader(lua, count: count).table().map(PromptText.table)
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
