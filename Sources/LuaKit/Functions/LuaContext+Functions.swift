import CLua

extension LuaContext {
    /// Pushes a Lua function that runs `body`: its arguments are on the stack, and it returns how many results it left
    /// on top. An error it throws is raised in the script.
    ///
    /// `body` lives as long as Lua can call it. It must not hold on to the state: that would keep both alive for ever.
    public func pushFunction(_ body: @escaping (LuaContext) throws -> Int32) {
        pushFunction(body, describedBy: nil)
    }

    func pushFunction(_ body: @escaping (LuaContext) throws -> Int32, describedBy function: LuaFunction?) {
        let context = Unmanaged.passRetained(HostFunction(body, function)).toOpaque()
        clua_pushfunction(stack, callHostFunction, context, releaseObject)
    }

    /// Calls the function below `arguments` values on top, and replaces both by `results` values (all, when negative).
    public func call(arguments: Int32, results: Int32) throws(LuaError) {
        try check(clua_pcall(stack, arguments, results, 1))
    }

    /// Calls `function` and returns everything it returns.
    @discardableResult
    public func call<each Argument: LuaPushable>(
        _ function: LuaCallback, _ arguments: repeat each Argument
    ) throws(LuaError) -> [LuaValue] {
        let base = top
        defer { setTop(base) }
        try pushCall(function, repeat each arguments)
        return (base..<top).map { value(at: $0 + 1) }
    }

    /// Calls `function` and reads its first result.
    public func call<Result: LuaReadable, each Argument: LuaPushable>(
        _ function: LuaCallback, _ arguments: repeat each Argument, returning: Result.Type
    ) throws(LuaError) -> Result {
        let base = top
        defer { setTop(base) }
        try pushCall(function, repeat each arguments)
        return try read(Result.self, at: base + 1)
    }

    private func pushCall<each Argument: LuaPushable>(
        _ function: LuaCallback, _ arguments: repeat each Argument
    ) throws(LuaError) {
        var count: Int32 = 0
        for _ in repeat each arguments { count += 1 }
        try ensureStack(count + 4)
        function.push(to: self)
        for argument in repeat each arguments { argument.push(to: self) }
        try call(arguments: count, results: -1)
    }

    /// The value at `index` as a Swift value.
    ///
    /// - Throws: `LuaError` of kind `conversion`.
    @inlinable
    public func read<Value: LuaReadable>(_ type: Value.Type = Value.self, at index: Int32) throws(LuaError) -> Value {
        do throws(LuaMismatch) {
            return try Value.read(self, at: index)
        } catch {
            throw LuaError.conversion(error)
        }
    }
}

/// A Swift closure that Lua can call.
private final class HostFunction {
    let body: (LuaContext) throws -> Int32
    private let function: LuaFunction?

    init(_ body: @escaping (LuaContext) throws -> Int32, _ function: LuaFunction?) {
        self.body = body
        self.function = function
    }

    func completing(_ error: any Error) -> any Error {
        guard error.isExactly(BadArgument.self), let bad = error as? BadArgument, let function else { return error }
        return function.completing(bad)
    }
}

/// What the trampoline calls. Raising is its business; here an error becomes a value on the stack and a status.
private func callHostFunction(_ stack: OpaquePointer?, _ context: UnsafeMutableRawPointer?) -> Int32 {
    guard let stack, let context else { return 0 }
    let lua = LuaContext(stack)
    let function = Unmanaged<HostFunction>.fromOpaque(context)
    do {
        return try function._withUnsafeGuaranteedRef { try $0.body(lua) }
    } catch {
        lua.setTop(0)  // a function that raises needs none of its values, and so there is room for the error
        lua.pushError(function._withUnsafeGuaranteedRef { $0.completing(error) })
        return CLUA_RAISE
    }
}
