import CPHModel
import Catalog
import LuaKit
import LuaSyntax
import Schema
import Text

/// Lists names that can be typed: globals and members, read without metamethods.
extension Prompt {
    /// Globals, the session's own variables, and Lua's words.
    func names() -> [PromptCompletion.Candidate] {
        let lua = session.state.context
        let base = lua.top
        defer { lua.setTop(base) }
        lua.push(scope.table)
        let variables = names(of: lua.top).filter { !$0.hasPrefix("_") || $0 == "_" }
        return variables.map { candidate($0, path: $0, lua) } + luaReservedWords.map { .init($0) }
    }

    func completeMember(_ context: CursorContext) -> PromptCompletion? {
        let chain = Chain(in: context.text, endingAt: context.word ?? context.end - 1)
        if chain.isMethod, context.isBehindStringLiteral {
            return PromptCompletion(context.start..<context.cursor, methods(under: "string."), matching: context.typed)
        }
        var candidates = members(of: chain)
        let known = Set(candidates.map(\.text))
        candidates += described(under: chain).filter { !known.contains($0.text) }
        candidates.sort { $0.text < $1.text }
        return PromptCompletion(context.start..<context.cursor, candidates, matching: context.typed)
    }

    /// The members that the object itself has.
    private func members(of chain: Chain) -> [PromptCompletion.Candidate] {
        let lua = session.state.context
        let base = lua.top
        defer { lua.setTop(base) }
        guard pushOwner(of: chain) else { return [] }
        switch lua.type(at: -1) {
        case .string where chain.isMethod: return methods(under: "string.")
        case .userdata where lua.describe(at: -1) == LuaTask.luaType:
            return LuaTask.luaClass.methods.map { .init($0.name, $0.doc) }
        case .userdata:
            guard chain.isMethod, lua.pushMetafield("__index", at: -1), lua.type(at: -1) == .table else { return [] }
        case .table:
            let own = ofClass(lua.describe(at: -1), chain)
            if !own.isEmpty { return own }
        default: return []
        }
        let table = lua.top
        // What begins with `_` is somebody's own affair, unless it is asked for.
        let names = Set(names(of: table) + modelFields(at: table, lua)).filter { name in
            isName(name) && !name.hasPrefix("__") && (!name.hasPrefix("_") || chain.last.hasPrefix("_"))
        }
        let owner = chain.owner.joined(separator: ".")
        return names.filter { !catalog.isHidden("\(owner).\($0)") }
            .filter { !chain.isMethod || isFunction($0, at: table, lua) }
            .map { candidate($0, path: "\(owner).\($0)", lua) }
    }

    /// What an object of the standard library has, such as a plan: its methods behind a colon, its fields behind a dot. Its
    /// class has the name of the function that makes it.
    private func ofClass(_ type: String, _ chain: Chain) -> [PromptCompletion.Candidate] {
        let makers = catalog.builders(of: type)
        guard !makers.isEmpty else { return [] }
        if chain.isMethod { return makers.flatMap { methods(under: $0.path + ":") } }
        return (catalog.types[type]?.fields ?? []).map { .init($0.name, $0.doc) }
    }

    /// Fields that a model's value may have, set or not.
    private func modelFields(at index: Int32, _ lua: LuaContext) -> [String] {
        let type = lua.describe(at: index)
        return Models.all.first { $0.luaType == type }?.fieldInfos.map(\.name) ?? []
    }

    private func isFunction(_ name: String, at table: Int32, _ lua: LuaContext) -> Bool {
        lua.pushCopy(of: table)
        defer { lua.setTop(table) }
        return pushMember(name, lua) && lua.type(at: -1) == .function
    }

    /// What the catalog knows under the chain's owner, such as modules that are not loaded yet.
    private func described(under chain: Chain) -> [PromptCompletion.Candidate] {
        let owner = chain.owner.joined(separator: ".")
        if chain.isMethod { return methods(under: owner + ":") }
        return methods(under: owner + ".")
    }

    private func methods(under prefix: String) -> [PromptCompletion.Candidate] {
        catalog.entries.values.compactMap { entry in
            guard entry.path.hasPrefix(prefix), !catalog.isHidden(entry.path) else { return nil }
            let rest = entry.path.dropFirst(prefix.count)
            guard !rest.contains("."), !rest.contains(":") else { return nil }
            return .init(String(rest), explanation(entry))
        }
    }

    /// A name with what is known of it: its description, or else what it holds. The owner is on top of the stack.
    private func candidate(_ name: String, path: String, _ lua: LuaContext) -> PromptCompletion.Candidate {
        if let entry = catalog[path] { return .init(name, explanation(entry)) }
        let base = lua.top
        defer { lua.setTop(base) }
        guard pushMember(name, lua) else { return .init(name, "nil") }
        switch lua.type(at: -1) {
        case .string: return .init(name, quoted(String((lua.string(at: -1) ?? "bytes").prefix(40))))
        case .number: return .init(name, lua.integer(at: -1).map { "\($0)" } ?? "\(lua.number(at: -1) ?? 0)")
        case .boolean: return .init(name, "\(lua.isTruthy(at: -1))")
        default: return .init(name, lua.describe(at: -1))
        }
    }

    private func explanation(_ entry: CatalogEntry) -> String {
        guard entry.isFunction else { return entry.firstSentence }
        let names = entry.parameters.map { $0.isVariadic ? "..." : $0.isOptional ? "\($0.name)?" : $0.name }
        return "(\(names.joined(separator: ", "))) \(entry.firstSentence)"
    }

    private func isName(_ text: String) -> Bool {
        let tokens = luaTokens(Array(text.utf8))
        return tokens.count == 1 && tokens[0].kind == .name
    }
}
