extension LuaModule {
    /// Makes a module with concurrency for scripts: `spawn`, `sleep`, `within` and `parallel`.
    public static func tasks(named name: String = "task") -> LuaModule {
        LuaModule(name, doc: "Runs functions beside each other.", functions: taskFunctions)
    }

    /// Lists the functions of `tasks`, for hosts that put them into a module of their own.
    public static var taskFunctions: [LuaFunction] { [spawn, sleep, within, parallel] }

    private static var spawn: LuaFunction {
        LuaFunction(
            "spawn", LuaParameter("f", LuaCallback.self),
            LuaParameter("rest", LuaVariadic<LuaValue>.self, "arguments of `f`"),
            returns: "the task", doc: "Starts `f` as a task of its own.",
            withContext: { lua, _, _ in
                lua.state.scheduler.spawn(popping: lua, arguments: lua.top - 1)
            })
    }

    private static var sleep: LuaFunction {
        LuaFunction(
            "sleep", LuaParameter("duration", LuaDuration.self), doc: "Waits; other tasks run meanwhile.",
            waiting: { lua, duration in try lua.state.scheduler.sleep(duration.value, on: lua) })
    }

    private static var within: LuaFunction {
        LuaFunction(
            "within", LuaParameter("limit", LuaDuration.self), LuaParameter("f", LuaCallback.self),
            LuaParameter("rest", LuaVariadic<LuaValue>.self, "arguments of `f`"), returns: "what `f` returns",
            doc:
                "Calls `f`, but not for longer than `limit`: then it is cancelled, and an error of kind `timeout` raised.",
            waiting: { lua, limit, _, _ in
                try lua.state.scheduler.within(limit.value, popping: lua, arguments: lua.top - 2)
            })
    }

    private static var parallel: LuaFunction {
        LuaFunction(
            "parallel", LuaParameter("list", [LuaValue].self),
            LuaParameter("options", ParallelOptions?.self, "`limit`: how many at a time; 4 when absent"),
            LuaParameter("f", LuaCallback.self, "called with item and index"), returns: "the results, in list order",
            doc:
                "Calls `f` for each item, several at a time. After a failure nothing new is started, and the first failure is raised.",
            waiting: { lua, items, options, f in
                return try ParallelRun(items, limit: options?.limit ?? 4, function: f, scheduler: lua.state.scheduler)
                    .start(on: lua)
            })
    }
}

extension LuaFunction {
    /// A function that ends by waiting for an operation of the scheduler.
    init<each Argument: LuaReadable>(
        _ name: String, _ parameters: repeat LuaParameter<each Argument>, returns resultDoc: String = "", doc: String,
        waiting body: @escaping (LuaContext, repeat each Argument) throws -> Int32
    ) {
        self.init(name, Self.list(repeat each parameters), resultDoc.isEmpty ? "" : "any", resultDoc, doc) { lua in
            var arguments = ArgumentReader(lua)
            return try body(lua, repeat arguments.next((each Argument).self))
        }
    }
}

/// What `parallel` may be told.
private struct ParallelOptions: LuaReadable {
    static let luaType = "{ limit?: integer }"
    let limit: Int?

    static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> ParallelOptions {
        guard lua.type(at: index) == .table else { throw lua.mismatch(at: index, expected: "table") }
        try lua.refuseFields(but: ["limit"], at: index)
        let limit = try lua.field("limit", Int?.self, at: index)
        if let limit, limit < 1 {
            throw LuaMismatch(path: LuaPath([.field("limit")]), expected: "integer of 1 or more", got: "\(limit)")
        }
        return ParallelOptions(limit: limit)
    }
}
