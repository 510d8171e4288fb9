import CLua

/// A file that a script has opened with Lua's own `io`.
public enum LuaOpenFile: Hashable, Sendable {
    /// The file's descriptor, which is Lua's to close.
    case open(descriptor: Int32)
    /// The script has closed it.
    case closed
}

extension LuaContext {
    /// Reads a file of `io`; nil when the value is none.
    public func openFile(at index: Int32) -> LuaOpenFile? {
        switch clua_filedescriptor(stack, index) {
        case CLUA_NO_FILE: nil
        case CLUA_CLOSED_FILE: .closed
        case let descriptor: .open(descriptor: descriptor)
        }
    }
}
