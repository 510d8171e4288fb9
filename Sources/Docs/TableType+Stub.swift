public import Bindings

extension TableType {
    /// The table as a LuaCATS class.
    public var stub: String {
        let lines = fields.map { field in
            "---@field \(field.name)\(field.isOptional ? "?" : "") \(field.type)\(field.doc.isEmpty ? "" : "  \(field.doc)")"
        }
        return (comment(doc) + ["---@class \(isExact ? "(exact) " : "")\(name)"] + lines).joined(separator: "\n")
    }
}

/// A text as lines of a Lua doc comment.
func comment(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "---" : "--- \($0)" }
}
