/// The error inside a task that was cancelled, and of those who wait for it.
public struct LuaCancellation: LuaErrorConvertible, Hashable, CustomStringConvertible {
    /// Says it in one word.
    public let description = "cancelled"

    /// Makes the error, for hosts that cancel something themselves.
    public init() {}

    /// Pushes an error object whose `kind` is `cancelled`.
    public func pushLuaError(to lua: LuaContext) {
        lua.pushErrorTable(name: "error", message: description, fields: [("kind", "cancelled")])
    }
}

/// The error of `within` when the time is over.
public struct LuaTimeout: LuaErrorConvertible, Hashable, CustomStringConvertible {
    /// Tells how long `within` allowed.
    public let limit: Duration

    /// Prints `timed out after 5.0 seconds`.
    public var description: String { "timed out after \(limit)" }

    /// Pushes an error object whose `kind` is `timeout`.
    public func pushLuaError(to lua: LuaContext) {
        lua.pushErrorTable(name: "error", message: description, fields: [("kind", "timeout")])
    }
}

/// The error of a task that waits for something that can never happen, such as itself.
public struct LuaDeadlock: LuaErrorConvertible, Hashable, CustomStringConvertible {
    /// Says why the wait ended.
    public let description = "nothing is left that could end this wait"

    /// Pushes an error object whose `kind` is `argument`: the script asked for a wait without an end.
    public func pushLuaError(to lua: LuaContext) {
        lua.pushErrorTable(name: "error", message: description, fields: [("kind", "argument")])
    }
}
