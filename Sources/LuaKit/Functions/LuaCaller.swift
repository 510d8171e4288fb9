import CLua

/// A function that is being called, for those who must know on whose behalf they run.
public struct LuaCaller: Hashable, Sendable {
    /// Names the chunk as Lua was told, with its `@` or `=`; nil for a function that is not written in Lua.
    public let source: String?
    /// Whether a tail call (`return f()`) put it in the place of its caller, which is therefore not known.
    public let isTailCall: Bool
}

extension LuaContext {
    /// Describes the function `level` calls below the running one, which is 0; nil beyond the last of this coroutine.
    public func caller(_ level: Int32) -> LuaCaller? {
        var frame = clua_frame()
        guard clua_getframe(stack, level, &frame) != 0 else { return nil }
        let source = frame.is_c == 0 ? frame.source.map { String(cString: $0) } : nil
        return LuaCaller(source: source, isTailCall: frame.is_tail_call != 0)
    }
}
