/// One line of a traceback.
public struct LuaFrame: Hashable, Sendable, CustomStringConvertible {
    /// Tells which line was running; nil for a function of Lua's C libraries.
    public var position: LuaPosition?
    /// Says what failed in it, which only the innermost frame knows; nil for the others.
    public var failure: Failure?
    /// Says what was called, such as `function 'plan.apply'`, `main chunk`, or `function <plan.lua:12>`.
    public var function: String
    /// How Lua's messages abbreviate the chunk's name (59 bytes at most).
    var shortChunk: String

    /// Who raised an error: the words of a message are Lua's own only where an instruction failed.
    public enum Failure: Hashable, Sendable {
        /// An operation of Lua in the function itself.
        case instruction
        /// A function of the host that it called.
        case hostFunction
        /// A function of Lua's libraries that it called, such as `error`.
        case otherFunction
    }

    /// Prints `chunk:line: in function 'name'`, without the place for a function of C.
    public var description: String {
        guard let position else { return "in \(function)" }
        return "\(position): in \(function)"
    }
}
