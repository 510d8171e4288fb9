import CLua

/// A Swift closure that Lua can call. Lua owns one reference, which it gives back with `releaseObject`.
final class HostFunction {
    private let body: (LuaContext) throws -> Int32
    private let function: LuaFunction?

    /// - Parameter function: Names the closure in an error about an argument.
    init(_ body: @escaping (LuaContext) throws -> Int32, _ function: LuaFunction?) {
        self.body = body
        self.function = function
    }

    /// Returns how many results are on top, or `CLUA_RAISE` with the error on top. A function that raises needs none of
    /// its values, so dropping them makes room for the error.
    fileprivate func call(_ lua: LuaContext) -> Int32 {
        do {
            return try body(lua)
        } catch {
            lua.setTop(0)
            lua.pushError((error as? BadArgument).map(completing) ?? error)
            return CLUA_RAISE
        }
    }

    private func completing(_ bad: BadArgument) -> any Error { function?.completing(bad) ?? bad }
}

/// Calls the Swift closure behind `function`. The trampoline in C calls this, and raises the error that this leaves on
/// top.
func callHostFunction(_ stack: OpaquePointer?, _ function: UnsafeMutableRawPointer?) -> Int32 {
    guard let stack, let function else { return 0 }
    return Unmanaged<HostFunction>.fromOpaque(function).takeUnretainedValue().call(LuaContext(stack))
}
