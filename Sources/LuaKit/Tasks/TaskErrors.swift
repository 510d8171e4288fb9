/// The error inside a task that was cancelled, and of those who wait for it.
public struct LuaCancellation: LuaErrorConvertible, Hashable, CustomStringConvertible {
    public let description = "cancelled"

    public init() {}

    public func pushLuaError(to lua: LuaContext) {
        lua.pushErrorTable(name: "error", message: description, fields: [("kind", "cancelled")])
    }
}

/// The error of `within` when the time is over.
public struct LuaTimeout: LuaErrorConvertible, Hashable, CustomStringConvertible {
    public let limit: Duration

    public var description: String { "timed out after \(limit)" }

    public func pushLuaError(to lua: LuaContext) {
        lua.pushErrorTable(name: "error", message: description, fields: [("kind", "timeout")])
    }
}

/// The error of a task that waits for something that can never happen, such as itself.
public struct LuaDeadlock: LuaErrorConvertible, Hashable, CustomStringConvertible {
    public let description = "nothing is left that could end this wait"

    public func pushLuaError(to lua: LuaContext) {
        lua.pushErrorTable(name: "error", message: description, fields: [("kind", "argument")])
    }
}
