import LuaKit

/// The variables of a prompt: a table in front of the globals. What a line declares `local` lives in it and so hides a
/// global without changing it for the libraries; everything else goes to the globals.
final class PromptScope {
    let table: LuaTable
    private let state: LuaState
    private let declared = Names()

    private final class Names {
        var all: Set<String> = []
    }

    /// The variables of the session that no line may assign to.
    private(set) var constants: Set<String> = []

    /// - Parameter frame: The function whose variables come first, for a prompt inside a script.
    init?(_ state: LuaState, frame: ScriptFrame? = nil) {
        self.state = state
        guard case .table(let globals) = state.global("_G") else { return nil }
        let lua = state.context
        let declared = declared
        declared.all = Set(frame?.names ?? [])
        lua.createTable()
        lua.createTable(fieldCount: 3)
        lua.push(globals)
        if frame == nil {
            lua.rawSet("__index", at: -2)
        } else {
            lua.rawSet(Self.globals, at: -2)
            lua.pushFunction { lua in Self.read(lua, globals, isVariable: declared.all.contains) }
            lua.rawSet("__index", at: -2)
        }
        lua.pushFunction { lua in
            lua.setTop(3)
            if lua.string(at: 2).map(declared.all.contains) != true {
                lua.push(globals)
                lua.replace(at: 1)
            }
            return try Self.assign(lua)
        }
        lua.rawSet("__newindex", at: -2)
        lua.setMetatable(at: -2)
        guard case .table(let table) = lua.value(at: -1) else { return nil }
        self.table = table
        lua.pop()
    }

    /// The field of a scope's metatable that holds the globals, where `__index` is a function: completion reads it
    /// instead of calling that.
    static let globals = "__globals"

    /// Answers `__index` for the table at 1 and the key at 2. A variable of the script that is nil hides a global. A
    /// global that does not exist is nil, also where scripts may not read one.
    private static func read(_ lua: LuaContext, _ globals: LuaTable, isVariable: (String) -> Bool) -> Int32 {
        guard let name = lua.string(at: 2), !isVariable(name) else { return 0 }
        lua.push(globals)
        lua.rawGet(name, at: -1)
        return 1
    }

    /// Answers `__newindex` for the table at 1, the key at 2 and the value at 3.
    private static func assign(_ lua: LuaContext) throws -> Int32 {
        guard let name = lua.string(at: 2) else {
            try lua.set(at: 1)
            return 0
        }
        lua.rawSet(name, at: 1)
        return 0
    }

    /// Makes names variables of the session; those among them that were constant before are so no longer, unless
    /// `constants` has them again.
    func declare(_ names: [String], constants new: Set<String>) {
        declared.all.formUnion(names)
        constants = constants.subtracting(names).union(new)
    }

    func set(_ name: String, _ value: some LuaPushable) {
        let lua = state.context
        lua.push(table)
        value.push(to: lua)
        lua.rawSet(name, at: -2)
        lua.pop()
    }

    /// Whether a name is that of a last result, such as `_2`.
    static func isResult(_ name: String) -> Bool {
        name == "_" || (name.utf8.count == 2 && name.hasPrefix("_") && ("1"..."9").contains(name.dropFirst()))
    }

    /// Moves the last results on: `_` and `_1` are the newest, `_2` the one before, up to `_9`.
    func remember(_ value: LuaValue) {
        let lua = state.context
        lua.push(table)
        for number in stride(from: 8, through: 1, by: -1) {
            lua.rawGet("_\(number)", at: -1)
            lua.rawSet("_\(number + 1)", at: -2)
        }
        lua.pop()
        set("_1", value)
        set("_", value)
    }
}
