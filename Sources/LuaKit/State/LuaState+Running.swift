import CLua

extension LuaState {
    /// Compiles source text; bytecode is refused.
    ///
    /// - Parameter chunk: The name shown in error positions, such as a file name.
    /// - Throws: `LuaError` of kind `syntax` or `memory`.
    public func load(_ source: String, chunk: String) throws(LuaError) -> LuaCallback {
        try load(Array(source.utf8), chunk: chunk)
    }

    /// Compiles source text whose globals are the fields of `environment`; nil stands for the state's own.
    ///
    /// - Throws: `LuaError` of kind `syntax` or `memory`.
    public func load(
        _ source: [UInt8], chunk: String, environment: LuaTable?
    ) throws(LuaError) -> LuaCallback {
        let function = try load(source, chunk: chunk)
        guard let environment else { return function }
        context.push(function)
        context.push(environment)
        if lua_setupvalue(context.stack, -2, 1) == nil { context.pop() }
        context.pop()
        return function
    }

    /// Compiles source text that may hold bytes which are not UTF-8; bytecode is refused.
    ///
    /// - Throws: `LuaError` of kind `syntax` or `memory`.
    public func load(_ source: [UInt8], chunk: String) throws(LuaError) -> LuaCallback {
        let lua = context
        releases.drain(on: lua.stack)  // the memory may be needed
        let status = source.withUnsafeBytes { bytes in
            clua_load(lua.stack, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, "@\(chunk)")
        }
        guard status != CLUA_ERRSYNTAX else { throw lua.takeSyntaxError(source, chunk: chunk) }
        try lua.check(status)
        return LuaCallback(reference: LuaReference(popping: lua))
    }

    /// Compiles and calls `source`, and returns what it returns. Outside of tasks: a function that waits blocks the
    /// thread; `main` runs tasks.
    ///
    /// - Throws: `LuaError`.
    @discardableResult
    public func run(_ source: String, chunk: String = "chunk") throws(LuaError) -> [LuaValue] {
        try context.call(load(source, chunk: chunk))
    }

    /// Compiles and calls `source`, and reads its first result.
    ///
    /// - Throws: `LuaError`; of kind `conversion` when the result is no `Result`.
    public func run<Result: LuaReadable>(
        _ source: String, chunk: String = "chunk", returning: Result.Type
    ) throws(LuaError) -> Result {
        try context.call(load(source, chunk: chunk), returning: Result.self)
    }

    /// Sets a global, without metamethods.
    public func setGlobal(_ name: String, _ value: some LuaPushable) {
        lua_rawgeti(context.stack, CLUA_REGISTRY, Int64(CLUA_GLOBALS_SLOT))
        value.push(to: context)
        context.rawSet(name, at: -2)
        context.pop()
    }

    /// Reads a global, without metamethods; nil when there is none.
    public func global(_ name: String) -> LuaValue {
        lua_rawgeti(context.stack, CLUA_REGISTRY, Int64(CLUA_GLOBALS_SLOT))
        context.rawGet(name, at: -1)
        defer { context.pop(2) }
        return context.value(at: -1)
    }
}
