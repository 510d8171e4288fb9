/// One line of a traceback.
public struct LuaFrame: Hashable, Sendable, CustomStringConvertible {
    /// Tells which line was running; nil for a function of Lua's C libraries.
    public var position: LuaPosition?
    /// Says what was called, such as `function 'plan.apply'`, `main chunk`, or `function <plan.lua:12>`.
    public var function: String
    /// How Lua's messages abbreviate the chunk's name (59 bytes at most).
    var shortChunk: String

    /// Prints `chunk:line: in function 'name'`, without the place for a function of C.
    public var description: String {
        guard let position else { return "in \(function)" }
        return "\(position): in \(function)"
    }
}
