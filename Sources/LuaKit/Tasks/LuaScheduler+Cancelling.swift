import CLua

/// Keeps count of calls of `cancel` inside each other: a `__close` of a task that is being cancelled may cancel further
/// tasks.
struct Cancelling {
    /// Limits the calls inside each other: each takes room on the C stack, whose size Lua does not know.
    static let mostNested = 50

    var nested = 0
    /// Holds the tasks beyond that limit; the outermost call cancels them when it is done with its own.
    var later = Queue<LuaTask>()
}

extension LuaScheduler {
    /// Ends a task where it waits, running its `__close` metamethods, and the Swift function it waits for.
    func cancel(_ task: LuaTask) {
        guard cancelling.nested < Cancelling.mostNested else {
            cancelling.later.append(task)
            return
        }
        cancelling.nested += 1
        cancelWithWaits(task)
        if cancelling.nested == 1 {
            while let next = cancelling.later.popFirst() { cancelWithWaits(next) }
        }
        cancelling.nested -= 1
    }

    /// Cancels all tasks, in the order they were made, and also those that a `__close` starts meanwhile. How they end
    /// no longer matters, nor how others have.
    func abandonAll() {
        defer { _ = takeFailures() }
        while !tasks.isEmpty {
            let all = tasks.values.sorted { $0.number < $1.number }
            tasks = [:]
            for task in all {
                task.isObserved = true
                cancel(task)
            }
        }
    }

    /// Cancels `task` and the tasks it waits for, the innermost first. Not by recursion: a chain of waits may be
    /// thousands long.
    private func cancelWithWaits(_ task: LuaTask) {
        var pending = [(task: task, isClosing: false)]
        while let (task, isClosing) = pending.popLast() {
            switch task.phase {
            case .finished: continue
            case .running:
                task.isCancelled = true
                continue
            case .waiting(let id) where !isClosing:
                let inner = waits.remove(id).wait?.end() ?? []
                pending.append((task, true))
                pending += inner.reversed().map { ($0, false) }
                continue
            case .waiting, .ready: break  // the loop passes over what is finished
            }
            close(task)
        }
    }

    private func close(_ task: LuaTask) {
        task.phase = .running
        if clua_reset(task.thread.stack) != CLUA_OK { task.thread.pop() }
        finish(task, .failure(LuaError(.host(LuaCancellation()), message: LuaCancellation().description)))
    }
}
