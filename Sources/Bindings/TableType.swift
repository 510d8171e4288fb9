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
    /// Whether its values are objects of the host's and no tables: fields are read, and methods are called.
    public var isClass = false
    /// The path of the Lua module that declares it; nil for a table that the host makes.
    public var module: String?

    /// The class that it extends; nil for most.
    public var parent: String?

    /// The fields that only the class itself is to use: `---@field private …`.
    public var privateFields: Set<String> = []

    /// Whether a value has these fields and no others.
    public var isClosed: Bool { parent == nil && !fields.contains { $0.name.hasPrefix("[") } }

    /// Describes a table of the host's; `module` is set afterwards where a Lua module declares it.
    public init(_ name: String, doc: String, fields: [LuaFunction.Parameter]) {
        (self.name, self.doc, self.fields) = (name, doc, fields)
    }

    /// Describes a class of objects.
    init(_ type: (some LuaObject).Type) {
        self.init(
            type.luaType, doc: type.luaClass.doc,
            fields: type.luaClass.fields.map { .init(name: $0.name, type: $0.type, doc: $0.doc) })
        isClass = true
    }

    /// The same table, without any other fields.
    var exact: TableType {
        var type = self
        type.isExact = true
        return type
    }
}
