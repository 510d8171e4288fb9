extension LuaTask: LuaObject {
    /// Names the class of tasks in messages and stubs.
    public static let luaType = "Task"

    /// Describes what scripts can do with a task: ask for its `status`, `join` and `cancel` it.
    public static var luaClass: LuaClass {
        LuaClass(
            doc: "A function that runs beside its caller.",
            fields: [
                LuaField("status", of: LuaTask.self, doc: "`ready`, `running`, `waiting`, `done` or `failed`.") {
                    $0.status
                }
            ],
            methods: [
                LuaFunction(
                    "join", LuaParameter("self", LuaTask.self), doc: joinDoc,
                    waiting: { lua, task in
                        try lua.state.scheduler.join(task, on: lua)
                    }),
                LuaFunction(
                    "cancel", LuaParameter("self", LuaTask.self), doc: cancelDoc,
                    withContext: { lua, task in
                        task.isObserved = true
                        lua.state.scheduler.cancel(task)
                        return LuaValue.nil
                    }),
            ])
    }

    private static let joinDoc = "Waits for the task. Returns what its function returned, or raises what it raised."
    private static let cancelDoc = "Ends the task where it waits, closing what it has open."

    /// Says what the task is doing: `ready`, `running`, `waiting`, `done` or `failed`.
    public var status: String {
        switch phase {
        case .ready: "ready"
        case .running: "running"
        case .waiting: "waiting"
        case .finished(.success): "done"
        case .finished(.failure): "failed"
        }
    }
}

extension LuaScheduler {
    func join(_ task: LuaTask, on lua: LuaContext) throws -> Int32 {
        task.isObserved = true
        let operation = makeOperation()
        if let result = task.result {
            operation.finish(Outcome(result))
        } else {
            task.onFinish.append { [unowned self] in complete(operation, Outcome($0)) }
        }
        return try wait(for: operation, on: lua)
    }

    /// Runs the function and its arguments on top of `lua` as a task of its own, which is cancelled after `limit`.
    func within(_ limit: Duration, popping lua: LuaContext, arguments count: Int32) throws -> Int32 {
        let task = spawn(popping: lua, arguments: count)
        task.isObserved = true
        let operation = makeOperation()
        let removeTimer = after(limit) { [unowned self] in
            complete(operation, .failure(LuaTimeout(limit: limit)))
            cancel(task)
        }
        task.onFinish.append { [unowned self] result in
            removeTimer()
            complete(operation, Outcome(result))
        }
        return try wait(for: operation, on: lua) {
            removeTimer()
            return [task]
        }
    }

    func sleep(_ duration: Duration, on lua: LuaContext) throws -> Int32 {
        let operation = makeOperation()
        let removeTimer = after(duration) { [unowned self] in complete(operation, .nothing) }
        return try wait(for: operation, endsByItself: true, on: lua) {
            removeTimer()
            return []
        }
    }
}
