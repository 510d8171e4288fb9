package import LuaKit
package import Schema

/// A value of JSON that goes to Lua as plain tables.
package struct PlainValue: LuaPushable {
    /// Names the type of the values that are handed over so: objects and lists.
    package static var luaType: String { "table" }
    private let value: Value

    /// Wraps a value.
    package init(_ value: Value) { self.value = value }

    /// Pushes it.
    package func push(to lua: LuaContext) { lua.pushTree(value) }

    /// Reads the table at `index`, with all that is in it.
    package static func read(_ lua: LuaContext, at index: Int32) throws(LuaError) -> Value { try lua.tree(at: index) }
}
