import LuaKit

/// `getmetatable` for a library: metatables that all code shares, those of files, texts and of the host's own values, are
/// shown as copies, which tell everything and change nothing.
final class LibraryMetatables {
    private let library: Library
    /// The copies by the original's address, with the original, which must live as long as its address is used.
    private var copies: [UnsafeRawPointer: (original: LuaTable, copy: LuaTable)] = [:]
    private static let hidden: Set<String> = ["__gc", "__close", "__metatable"]

    init(library: Library) { self.library = library }

    /// Makes `getmetatable`: of a protected value it returns what its `__metatable` says.
    var function: LuaFunction {
        LuaFunction(raw: "getmetatable", doc: "As in Lua.") { [self] lua in
            if lua.top == 0 { throw LuaError.runtime("bad argument #1 to 'getmetatable' (value expected)") }
            guard lua.pushMetatable(of: 1) else {
                lua.pushNil()
                return 1
            }
            let isShared = lua.type(at: 1) != .table || lua.isHostMetatable(at: -1)
            if lua.rawGet("__metatable", at: -1) == .nil { lua.pop() }
            if isShared { try replaceByCopy(lua) }
            return 1
        }
    }

    /// Makes `debug.getmetatable`: a metatable that is protected, or shared with other code, is returned as a copy.
    var debugFunction: LuaFunction {
        LuaFunction(raw: "debug.getmetatable", doc: "As in Lua, but what is protected is a copy.") { [self] lua in
            guard lua.top > 0, lua.pushMetatable(of: 1) else {
                lua.pushNil()
                return 1
            }
            let isProtected = lua.rawGet("__metatable", at: -1) != .nil
            lua.pop()
            if isProtected || lua.type(at: 1) != .table || lua.isHostMetatable(at: -1) { try replaceByCopy(lua) }
            return 1
        }
    }

    /// Makes `debug.setmetatable`. Only tables get another metatable: other values share theirs with all code, and keep
    /// it. It raises no error for them, because Penlight takes that of texts away for a moment and gives it back.
    var debugSetter: LuaFunction {
        let setter = library.session.state.global("setmetatable")
        return LuaFunction(raw: "debug.setmetatable", doc: "As in Lua for tables that are not protected.") { lua in
            lua.setTop(2)
            if lua.type(at: 1) == .table { return try lua.pass(to: setter) }
            lua.setTop(1)
            return 1
        }
    }

    private func replaceByCopy(_ lua: LuaContext) throws {
        guard let original = lua.identity(at: -1), case .table(let table) = lua.value(at: -1) else { return }
        if let known = copies[original] { return lua.push(known.copy) }
        try lua.ensureStack(12)
        let copy = copied(table, lua, depth: 2)
        copies[original] = (table, copy)
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
