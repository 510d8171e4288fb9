import Bindings
public import LuaKit

// How `cph -e` shows a value.
extension Session {
    /// A value as people read it: text as it is, tables as Lua writes them.
    public func text(of value: LuaValue) throws(LuaError) -> String { try text(of: value, depth: 8) }

    /// Shows a value as `text(of:)` does.
    ///
    /// - Parameters:
    ///   - depth: How many levels of nested tables are shown.
    ///   - width: How wide the screen is, in columns; nil where there is none.
    package func text(of value: LuaValue, depth: Int, width: Int? = nil) throws(LuaError) -> String {
        if let text = value.text { return text }
        let lua = state.context
        let base = lua.top
        defer { lua.setTop(base) }
        value.push(to: lua)
        switch value {
        case .number: return try inspect(value, depth, width)
        case .table:
            guard lua.pushMetafield("__tostring", at: -1) else { return try inspect(value, depth, width) }
            lua.pop()
            // A value that can't say what it is has its fields all the same.
            if let text = try? lua.text(at: -1) { return text }
            return try inspect(value, depth, width)
        case .nil, .boolean, .integer, .string, .function, .other: return try lua.text(at: -1)
        }
    }

    /// Shows a value as Lua code writes it, texts in quotes.
    package func code(of value: LuaValue) throws(LuaError) -> String {
        let lua = state.context
        let base = lua.top
        defer { lua.setTop(base) }
        value.push(to: lua)
        return try inspect(value, 1, nil)
    }

    private func inspect(_ value: LuaValue, _ depth: Int, _ width: Int?) throws(LuaError) -> String {
        let lua = state.context
        guard case .table(let module) = state.global("cph") else { return try lua.text(at: -2) }
        lua.push(module)
        lua.push("inspect")
        try lua.get(at: -2)
        value.push(to: lua)
        lua.createTable(fieldCount: 2)
        lua.push(depth)
        lua.rawSet("depth", at: -2)
        if let width {
            lua.push(max(20, width))
            lua.rawSet("width", at: -2)
        }
        try lua.call(arguments: 2, results: 1)
        return try lua.text(at: -1)
    }

    /// A value as JSON text.
    public func json(_ value: LuaValue) throws(LuaError) -> String {
        let lua = state.context
        value.push(to: lua)
        defer { lua.pop() }
        return try jsonText(of: lua, at: -1, isPretty: true)
    }
}
