public import LuaKit

/// A table with known fields, as `---@class` declares it.
public struct TableType: Sendable {
    /// The name of its LuaCATS class, such as `cph.args.Argument`.
    public var name: String
    /// What the table is for, in Markdown; may be empty.
    public var doc: String
    /// The fields, in the order of their declaration; one described as variadic does not occur.
    public var fields: [LuaFunction.Parameter]
    /// Whether its tables have no other fields: a name that is not among them is a mistake.
    public var isExact = false
    /// The path of the Lua module that declares it; nil for a table that the host makes.
    public var module: String?

    /// Describes a table of the host's; `module` is set afterwards where a Lua module declares it.
    public init(_ name: String, doc: String, fields: [LuaFunction.Parameter]) {
        (self.name, self.doc, self.fields) = (name, doc, fields)
    }

    /// The same table, without any other fields.
    var exact: TableType {
        var type = self
        type.isExact = true
        return type
    }
}
