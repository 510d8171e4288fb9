import LuaKit
import Schema

/// A value as JSON has it, for Lua.
struct JSONTree: LuaPushable {
    static var luaType: String { "any" }
    let value: Value

    init(_ value: Value) { self.value = value }

    func push(to lua: LuaContext) { lua.pushTree(value) }
}
