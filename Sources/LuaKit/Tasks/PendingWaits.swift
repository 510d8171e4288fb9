/// What Lua is waiting for, and who waits.
struct PendingWaits {
    struct Wait {
        let operation: PendingOperation
        /// The Swift function that works on it, if it is one.
        let work: Task<Void, Never>?
        /// Whether it ends although no task goes on: a time, or work of the host's.
        let endsByItself: Bool
        /// What else is to be done when nobody waits any more. Returns the tasks that end then too.
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

    /// `task` is suspended until the operation ends.
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

    /// For the end of the state, when nothing of Lua's may be touched any more.
    func cancelWork() {
        for wait in waits.values { wait.work?.cancel() }
    }
}
