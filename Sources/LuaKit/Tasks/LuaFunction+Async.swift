extension LuaFunction {
    /// Makes a function whose body may wait, without parameters and result.
    public init(
        async name: String, doc: String, body: nonisolated(nonsending) @escaping @Sendable () async throws -> Void
    ) {
        self.init(name, [], "", "", doc) { lua in
            try lua.state.scheduler.start(on: lua) {
                try await body()
                return .nothing
            }
        }
    }

    /// Makes a function whose body may wait. For the script it is an ordinary call, wherever it stands: its task is suspended
    /// meanwhile, or blocks where Lua cannot be suspended, and other tasks run.
    ///
    /// Arguments are read before, and results pushed after, on Lua's thread. When the task is cancelled, so is the
    /// Swift task that runs `body`.
    public init<each Argument: LuaReadable & Sendable, Result: LuaResult & Sendable>(
        async name: String, _ parameters: repeat LuaParameter<each Argument>, returns resultDoc: String = "",
        doc: String, body: @escaping @Sendable (repeat each Argument) async throws -> Result
    ) {
        self.init(name, Self.list(repeat each parameters), Result.luaType, resultDoc, doc) { lua in
            var reader = ArgumentReader(lua)
            let arguments = (repeat try reader.next((each Argument).self))
            return try lua.state.scheduler.start(on: lua) { .values(try await body(repeat each arguments)) }
        }
    }

    /// Makes a function whose body may wait, without a result.
    public init<each Argument: LuaReadable & Sendable>(
        async name: String, _ parameters: repeat LuaParameter<each Argument>, doc: String,
        body: @escaping @Sendable (repeat each Argument) async throws -> Void
    ) {
        self.init(name, Self.list(repeat each parameters), "", "", doc) { lua in
            var reader = ArgumentReader(lua)
            let arguments = (repeat try reader.next((each Argument).self))
            return try lua.state.scheduler.start(on: lua) {
                try await body(repeat each arguments)
                return .nothing
            }
        }
    }
}

extension LuaFunction {
    /// Is what an async function does once its arguments are read.
    public typealias Work = nonisolated(nonsending) @Sendable () async throws -> any LuaResult & Sendable

    /// Makes a function that waits and reads its arguments from the stack itself, from index 1 on: `prepare` is called for each
    /// call, on Lua's thread, and returns what remains to be done.
    public init(
        rawAsync name: String, parameters: [Parameter] = [], results: String = "", resultDoc: String = "", doc: String,
        prepare: @escaping (LuaContext) throws -> Work
    ) {
        self.init(name, parameters, results, resultDoc, doc) { lua in
            let work = try prepare(lua)
            return try lua.state.scheduler.start(on: lua) { .values(try await work()) }
        }
    }
}

extension LuaScheduler {
    /// Runs `work` on Lua's thread up to its first wait; if it has finished by then, Lua does not have to wait either.
    func start(
        on lua: LuaContext, _ work: nonisolated(nonsending) @escaping @Sendable () async throws -> Outcome
    ) throws -> Int32 {
        let operation = makeOperation()
        let task = Task.immediate(executorPreference: executor) {
            do {
                operation.finish(try await work())
            } catch {
                operation.finish(.failure(error))
            }
        }
        return try wait(for: operation, work: task, on: lua)
    }
}
