import CLua

// What a prompt needs beside `main`: lines that end while the tasks they started go on.
extension LuaState {
    /// Calls `function` as a task and returns what it returned. Tasks that it started are left under way: they go on
    /// whenever something else of this state waits.
    ///
    /// - Throws: `LuaError`; the task itself is cancelled then.
    public func line(_ function: LuaCallback, arguments: [any LuaPushable] = []) throws(LuaError) -> [LuaValue] {
        let task = try startTask(function, arguments, isLine: true)
        task.isObserved = true
        clua_enter(vm)
        defer {
            clua_leave(vm)
            if vm.pointee.depth == 0 { clua_clear_interrupt(vm) }
        }
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
