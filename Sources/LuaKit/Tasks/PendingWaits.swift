/// What Lua is waiting for, and who waits.
struct PendingWaits {
    struct Wait {
        let operation: Operation
        /// True when something outside Lua works on it, and will say so when it ends.
        let isHost: Bool
        /// Called when nobody waits any more.
        let abandon: () -> Void
    }

    private var waits: [Int: Wait] = [:]
    private var tasks: [Int: LuaTask] = [:]
    private var hostCount = 0

    var isAwaitingHost: Bool { hostCount > 0 }

    subscript(id: Int) -> Wait? { waits[id] }

    mutating func add(_ wait: Wait) {
        waits[wait.operation.id] = wait
        if wait.isHost { hostCount += 1 }
    }

    /// `task` is suspended until the operation ends.
    mutating func suspend(_ task: LuaTask, for id: Int) {
        tasks[id] = task
    }

    @discardableResult
    mutating func remove(_ id: Int) -> (wait: Wait?, task: LuaTask?) {
        let wait = waits.removeValue(forKey: id)
        if wait?.isHost == true { hostCount -= 1 }
        return (wait, tasks.removeValue(forKey: id))
    }

    func isSuspended(for id: Int) -> Bool { tasks[id] != nil }

    func abandonAll() {
        for wait in waits.values { wait.abandon() }
    }
}

/// First in, first out.
struct Queue<Element> {
    private var incoming: [Element] = []
    private var outgoing: [Element] = []

    mutating func append(_ element: Element) {
        incoming.append(element)
    }

    mutating func popFirst() -> Element? {
        if outgoing.isEmpty { (outgoing, incoming) = (incoming.reversed(), []) }
        return outgoing.popLast()
    }

    mutating func removeAll(where matches: (Element) -> Bool) {
        incoming.removeAll(where: matches)
        outgoing.removeAll(where: matches)
    }
}
