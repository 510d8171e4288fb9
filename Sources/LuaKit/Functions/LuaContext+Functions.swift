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
        let function = HostFunction(body, function)
        clua_pushfunction(stack, Unmanaged.passRetained(function).toOpaque(), releaseObject)
    }

    /// Calls the function below `arguments` values on top, and replaces both by `results` values (all, when negative).
    ///
    /// - Throws: `LuaError`, with a traceback; function and arguments are gone then.
    public func call(arguments: Int32, results: Int32) throws(LuaError) {
        try check(clua_pcall(stack, arguments, results, 1))
    }

    /// Calls `function` and returns everything it returns.
    ///
    /// - Throws: `LuaError`.
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
    ///
    /// - Throws: `LuaError`; of kind `conversion` when the result is no `Result`.
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

    /// Reads the value at `index` as a Swift value.
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
