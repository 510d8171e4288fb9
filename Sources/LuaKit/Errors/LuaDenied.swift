/// The error of a function that a script may not call in its mode. Scripts see an error of kind `denied`.
public struct LuaDenied: LuaErrorConvertible, Hashable, CustomStringConvertible {
    /// Names the function, such as `os.execute`.
    public let function: String

    /// Names what was called.
    public init(function: String) {
        self.function = function
    }

    /// Prints `'os.execute' is not allowed here`.
    public var description: String { "'\(function)' is not allowed here" }

    /// Pushes an error object whose `kind` is `denied`.
    public func pushLuaError(to lua: LuaContext) {
        lua.pushErrorTable(name: "error", message: description, fields: [("kind", "denied")])
    }
}
