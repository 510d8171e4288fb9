public import LuaKit

/// A table with known fields, as `---@class` declares it.
public struct TableType: Sendable {
    /// Such as `cph.args.Argument`.
    public var name: String
    public var doc: String
    public var fields: [LuaFunction.Parameter]
    /// The path of the module in Lua that declares it; nil for the host's.
    public var module: String?

    public init(_ name: String, doc: String, fields: [LuaFunction.Parameter]) {
        (self.name, self.doc, self.fields) = (name, doc, fields)
    }
}
