import CLua

/// The type of a Lua value, or of no value at all.
public enum LuaType: Int32, Sendable {
    /// There is no value at this index, as where an argument is missing.
    case none = -1
    /// One of Lua's eight types; `lightUserdata` is a bare address, which counts as userdata in scripts.
    case `nil`, boolean, lightUserdata, number, string, table, function, userdata, thread

    /// Returns the name that Lua uses, such as `table`; `no value` where an argument is missing.
    public var name: String {
        switch self {
        case .none: "no value"
        case .nil: "nil"
        case .boolean: "boolean"
        case .lightUserdata, .userdata: "userdata"
        case .number: "number"
        case .string: "string"
        case .table: "table"
        case .function: "function"
        case .thread: "thread"
        }
    }
}
