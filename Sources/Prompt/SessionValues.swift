import LuaKit

/// What the session's variables and the globals hold at a moment, to tell later which of them hold something else.
struct SessionValues {
    /// A value without what is in it: two tables are the same when they are one.
    private enum Mark: Hashable {
        case scalar(String)
        case reference(UnsafeRawPointer?)
    }

    private let marks: [String: Mark]

    init(_ scope: PromptScope, _ state: LuaState) { marks = Self.marks(scope, state) }

    /// The names that hold something else now, or nothing any more; the last results are left out.
    func changed(in scope: PromptScope, _ state: LuaState) -> Set<String> {
        let now = Self.marks(scope, state)
        return Set(marks.keys).union(now.keys).filter { marks[$0] != now[$0] && !PromptScope.isResult($0) }
    }

    private static func marks(_ scope: PromptScope, _ state: LuaState) -> [String: Mark] {
        var marks: [String: Mark] = [:]
        let lua = state.context
        let base = lua.top
        defer { lua.setTop(base) }
        // A variable of the session hides a global.
        if case .table(let globals) = state.global("_G") { lua.push(globals) }
        lua.push(scope.table)
        for index in (base + 1)...max(base + 1, lua.top) where index <= lua.top {
            lua.forEachPair(at: index) {
                guard lua.type(at: -2) == .string, let name = lua.string(at: -2) else { return }
                marks[name] = mark(lua)
            }
        }
        return marks
    }

    private static func mark(_ lua: LuaContext) -> Mark {
        switch lua.type(at: -1) {
        case .number: .scalar(lua.integer(at: -1).map { "\($0)" } ?? "\(lua.number(at: -1) ?? 0) as a float")
        case .boolean: .scalar("\(lua.isTruthy(at: -1))")
        default: .reference(lua.identity(at: -1))
        }
    }
}

extension LuaState {
    /// The names of all globals.
    var globalNames: Set<String> {
        guard case .table(let globals) = global("_G") else { return [] }
        let lua = context
        lua.push(globals)
        defer { lua.pop() }
        var names: Set<String> = []
        lua.forEachPair(at: -1) { if lua.type(at: -2) == .string { names.formUnion([lua.string(at: -2) ?? ""]) } }
        return names
    }
}
