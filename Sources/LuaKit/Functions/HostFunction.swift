import CLua

/// A Swift closure that Lua can call.
final class HostFunction {
    /// A struct around it, so that it keeps the convention of its own type instead of that of any function.
    private struct Body {
        let call: (LuaContext) throws -> Int32
    }

    private let body: Body
    private let function: LuaFunction?

    init(_ body: @escaping (LuaContext) throws -> Int32, _ function: LuaFunction?) {
        self.body = Body(call: body)
        self.function = function
    }

    /// For C, which calls it as Swift would; valid as long as this object lives. Swift closures are two words, code and
    /// context; `unsafeBitCast` would stop the program if they were not.
    var closure: clua_closure { unsafeBitCast(body, to: clua_closure.self) }

    /// Names the function in an error about an argument.
    fileprivate func completing(_ bad: BadArgument) -> any Error { function?.completing(bad) ?? bad }
}

/// What the trampoline calls when a closure has thrown. Raising is its business; here the error becomes a value on the
/// stack.
func raiseError(
    _ stack: OpaquePointer?, _ owner: UnsafeMutableRawPointer?, _ error: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) {
    guard let stack, let owner, let error else { return }
    let thrown = UnsafeMutableRawPointer(error).assumingMemoryBound(to: (any Error).self).move()
    if let bad = thrown as? BadArgument {
        let function = Unmanaged<HostFunction>.fromOpaque(owner)
        LuaContext(stack).pushError(function._withUnsafeGuaranteedRef { $0.completing(bad) })
    } else {
        LuaContext(stack).pushError(thrown)
    }
}
