import LuaKit

/// `getmetatable` for a library: metatables that all code shares, those of files, texts and of the host's own values, are
/// shown as copies, which tell everything and change nothing.
final class LibraryMetatables {
    private let library: Library
    /// By the original's address; those that are copied live as long as the state.
    private var copies: [UnsafeRawPointer: LuaTable] = [:]
    private static let hidden: Set<String> = ["__gc", "__close", "__metatable"]

    init(library: Library) { self.library = library }

    /// Sets the function in the environment on top.
    func fill(_ lua: LuaContext) {
        LuaFunction(raw: "getmetatable", doc: "As in Lua.") { [self] lua in
            if lua.top == 0 { throw LuaError.runtime("bad argument #1 to 'getmetatable' (value expected)") }
            guard lua.pushMetatable(of: 1) else {
                lua.pushNil()
                return 1
            }
            if lua.rawGet("__metatable", at: -1) != .nil { return 1 }
            lua.pop()
            if lua.type(at: 1) != .table || lua.isHostMetatable(at: -1) { try replaceByCopy(lua) }
            return 1
        }.push(to: lua)
        lua.rawSet("getmetatable", at: -2)
    }

    private func replaceByCopy(_ lua: LuaContext) throws {
        guard let original = lua.identity(at: -1), case .table(let table) = lua.value(at: -1) else { return }
        if let copy = copies[original] { return lua.push(copy) }
        try lua.ensureStack(12)
        let copy = copied(table, lua, depth: 2)
        copies[original] = copy
        lua.push(copy)
    }

    private func copied(_ table: LuaTable, _ lua: LuaContext, depth: Int) -> LuaTable {
        let copy = lua.state.emptyTable()
        lua.push(copy)
        defer { lua.pop() }
        for (key, value) in lua.fields(of: table) where !Self.hidden.contains(key) {
            if case .table(let inner) = value {
                if depth > 1 { lua.push(copied(inner, lua, depth: depth - 1)) } else { lua.pushNil() }
            } else {
                value.push(to: lua)
            }
            lua.rawSet(key, at: -2)
        }
        return copy
    }
}
