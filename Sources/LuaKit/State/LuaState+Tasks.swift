import CLua

extension LuaState {
    /// Calls `function` as a task, runs it and all tasks it started to their end, and returns what it returned.
    ///
    /// Functions that wait suspend their task, so that others run meanwhile; the calling thread is Lua's thread until
    /// this returns. If `function` fails, the tasks it started are cancelled; if only one of them fails, and nobody has
    /// joined it, its error is thrown.
    @discardableResult
    public func main<each Argument: LuaPushable>(
        _ function: LuaCallback, _ arguments: repeat each Argument
    ) throws(LuaError) -> [LuaValue] {
        var list: [any LuaPushable] = []
        for argument in repeat each arguments { list.append(argument) }
        return try main(function, arguments: list)
    }

    /// Calls `function` with a list of arguments as a task, as the other `main` does.
    ///
    /// - Throws: `LuaError`.
    @discardableResult
    public func main(_ function: LuaCallback, arguments: [any LuaPushable]) throws(LuaError) -> [LuaValue] {
        let task = try startTask(function, arguments)
        task.isObserved = true
        enter()
        defer { leave() }
        switch scheduler.run(task, from: context) {
        case .failure(let error):
            scheduler.abandonAll()
            throw error
        case .success(let values):
            guard let error = scheduler.finishAll(from: context) else { return values }
            scheduler.abandonAll()
            throw error
        }
    }

    private func enter() { clua_enter(vm) }

    /// Ends what `enter` began. An interrupt that came after the outermost call's last step has nothing left to stop.
    private func leave() {
        clua_leave(vm)
        if vm.pointee.depth == 0 { clua_clear_interrupt(vm) }
    }

    func startTask(
        _ function: LuaCallback, _ arguments: [any LuaPushable], isLine: Bool = false
    ) throws(LuaError) -> LuaTask {
        try context.ensureStack(Int32(arguments.count) + 4)
        function.push(to: context)
        for argument in arguments { argument.push(to: context) }
        return scheduler.spawn(popping: context, arguments: Int32(arguments.count), isLine: isLine)
    }
}

// What a prompt needs beside `main`: lines that end while the tasks they started go on.
extension LuaState {
    /// Calls `function` as a task and returns what it returned. Tasks that it started are left under way: they go on
    /// whenever something else of this state waits.
    ///
    /// - Throws: `LuaError`; the task itself is cancelled then.
    public func line(_ function: LuaCallback, arguments: [any LuaPushable] = []) throws(LuaError) -> [LuaValue] {
        let task = try startTask(function, arguments, isLine: true)
        task.isObserved = true
        enter()
        defer { leave() }
        switch scheduler.run(task, from: context) {
        case .success(let values): return values
        case .failure(let error):
            scheduler.cancel(task)
            throw error
        }
    }

    /// Lists the tasks under way, in the order they were started.
    public var tasks: [LuaTask] { scheduler.unfinishedTasks }

    /// Ends a task where it waits, running its `__close` metamethods. What it waited for is cancelled as well.
    public func cancel(_ task: LuaTask) {
        task.isObserved = true
        scheduler.cancel(task)
    }

    /// Returns the tasks that failed without anybody asking how they ended, each only once.
    public func takeFailures() -> [(task: Int, error: LuaError)] { scheduler.takeFailures() }

    /// Calls `body` on Lua's thread when a task has failed that nobody waits for.
    public func onFailure(_ body: @escaping () -> Void) { scheduler.onFailure = body }
}

extension LuaState {
    /// Lists the numbers of the task that runs now and of those that started it, the nearest first; empty outside of tasks.
    public var currentTasks: [Int] {
        var numbers: [Int] = []
        var task = scheduler.current
        while let one = task {
            numbers.append(one.number)
            task = one.parent
        }
        return numbers
    }
}
