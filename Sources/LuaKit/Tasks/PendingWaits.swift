/// Lists the operations that Lua waits for, and the task that each of them suspends.
struct PendingWaits {
    struct Wait {
        let operation: PendingOperation
        /// The Swift task that works on it; nil for a sleep or another Lua task.
        let work: Task<Void, Never>?
        /// Whether it ends although no Lua task goes on: a sleep does, and a Swift function.
        let endsByItself: Bool
        /// Cleans up when the wait is cancelled, and returns the tasks that are to be cancelled with it.
        let abandon: () -> [LuaTask]

        func end() -> [LuaTask] {
            work?.cancel()
            return abandon()
        }
    }

    private var waits: [Int: Wait] = [:]
    private var tasks: [Int: LuaTask] = [:]
    private var hostCount = 0

    var isAwaitingHost: Bool { hostCount > 0 }

    subscript(id: Int) -> Wait? { waits[id] }

    mutating func add(_ wait: Wait) {
        waits[wait.operation.id] = wait
        if wait.work != nil { hostCount += 1 }
    }

    /// Notes that `task` is suspended until the operation ends.
    mutating func suspend(_ task: LuaTask, for id: Int) {
        tasks[id] = task
    }

    @discardableResult
    mutating func remove(_ id: Int) -> (wait: Wait?, task: LuaTask?) {
        let wait = waits.removeValue(forKey: id)
        if wait?.work != nil { hostCount -= 1 }
        return (wait, tasks.removeValue(forKey: id))
    }

    func isSuspended(for id: Int) -> Bool { tasks[id] != nil }

    /// Cancels the Swift tasks when the state ends, when nothing of Lua's may be touched any more.
    func cancelWork() {
        for wait in waits.values { wait.work?.cancel() }
    }
}
