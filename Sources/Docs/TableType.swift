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

    /// As LuaCATS.
    public var stub: String {
        let lines = fields.map { field in
            "---@field \(field.name)\(field.isOptional ? "?" : "") \(field.type)\(field.doc.isEmpty ? "" : "  \(field.doc)")"
        }
        return (comment(doc) + ["---@class \(name)"] + lines).joined(separator: "\n")
    }
}

/// A text as lines of a Lua doc comment.
func comment(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "---" : "--- \($0)" }
}
