import CLua

/// Runs the tasks of one state, one at a time, on the thread that asks. Tasks that are ready run in the order in which
/// they became so, which with a `LuaVirtualClock` makes every run the same.
final class LuaScheduler {
    let clock: any LuaClock
    let executor = LuaExecutor()
    /// Unsafe, as finalizers may ask during the state's `deinit`; the state owns the scheduler and so outlives its use.
    private unowned(unsafe) let state: LuaState
    private var operationCount = 0
    private var taskCount = 0
    var waits = PendingWaits()
    private var ready = Queue<LuaTask>()
    private var timers = Timers()
    /// Holds the tasks that have not finished, by their number.
    var tasks: [Int: LuaTask] = [:]
    /// Keeps count of calls of `cancel` that are inside each other.
    var cancelling = Cancelling()
    /// Lists the tasks that failed before anything had asked for their result, so that their errors are not lost.
    private var failures: [LuaTask] = []
    private(set) var current: LuaTask?
    /// Counts the waits that block on the C stack now, because Lua could not suspend their task: Lua has room for about
    /// 60. Beyond `mostBlocked`, a wait that ends by itself resumes no other task meanwhile, since that one could block
    /// as well.
    private var blocked = 0
    private static let mostBlocked = 40
    /// Is called when a task has failed whose result nothing has asked for.
    var onFailure: () -> Void = {}

    init(state: LuaState, clock: any LuaClock) {
        self.state = state
        self.clock = clock
        state.vm.pointee.wakeup = executor.inbox.wakeup
    }

    deinit {
        waits.cancelWork()
        executor.close()
    }
}

// MARK: Waiting

extension LuaScheduler {
    func makeOperation() -> PendingOperation {
        operationCount += 1
        return PendingOperation(id: operationCount, inbox: executor.inbox)
    }

    /// Makes the calling Lua function wait for `operation`, and returns what its callback must return: the number of
    /// results if the operation has finished, otherwise `CLUA_AWAIT`.
    ///
    /// - Parameters:
    ///   - work: The Swift task that works on it, which is cancelled with the wait.
    ///   - endsByItself: Whether it ends although no other task goes on, as a sleep does.
    ///   - abandon: Is called when the wait is cancelled, and returns tasks that are to be cancelled with it.
    func wait(
        for operation: PendingOperation, work: Task<Void, Never>? = nil, endsByItself: Bool = false, on lua: LuaContext,
        abandon: @escaping () -> [LuaTask] = { [] }
    ) throws -> Int32 {
        switch operation.outcomeOrAnnounce() {
        case .values(let values)?: return values.pushResults(to: lua)
        case .failure(let error)?: throw error
        case nil:
            waits.add(
                PendingWaits.Wait(
                    operation: operation, work: work, endsByItself: endsByItself || work != nil, abandon: abandon))
            lua.push(operation.id)
            return CLUA_AWAIT
        }
    }

    /// Ends a wait from Lua's own thread.
    func complete(_ operation: PendingOperation, _ outcome: Outcome) {
        if operation.settle(outcome) { deliver(operation.id) }
    }

    private func deliver(_ id: Int) {
        guard waits.isSuspended(for: id) else { return }  // who is blocked in a function looks for itself
        let (wait, task) = waits.remove(id)
        guard let task, let outcome = wait?.operation.outcome else { return }
        lua_checkstack(task.thread.stack, 16)
        task.phase = .ready(count: outcome.push(to: task.thread))
        ready.append(task)
    }

    /// Calls `body` after `duration`; returns what removes the timer.
    func after(_ duration: Duration, _ body: @escaping () -> Void) -> () -> Void {
        let id = timers.add(at: clock.now + max(.zero, duration), body)
        return { [unowned self] in timers.remove(id) }
    }
}

// MARK: Tasks

extension LuaScheduler {
    /// Makes a task of a function and `count` arguments on top of `lua`, popping them.
    ///
    /// - Parameter isLine: Whether it is a prompt's line, whose number is 0: jobs are counted from 1.
    func spawn(popping lua: LuaContext, arguments count: Int32, isLine: Bool = false) -> LuaTask {
        if !isLine { taskCount += 1 }
        let task = LuaTask(number: isLine ? 0 : taskCount, popping: lua, arguments: count)
        task.parent = current
        tasks[task.number] = task
        ready.append(task)
        return task
    }

    /// Returns the error of the first task that failed without anything asking for its result, and forgets all of them.
    func takeUnobservedFailure() -> LuaError? {
        defer { failures = [] }
        guard case .failure(let error)? = failures.first(where: { !$0.isObserved })?.result else { return nil }
        return error
    }

    /// Returns the errors of the tasks that failed without anything asking for their result, and forgets them.
    func takeFailures() -> [(task: Int, error: LuaError)] {
        defer { failures = [] }
        return failures.compactMap { task in
            guard !task.isObserved, case .failure(let error)? = task.result else { return nil }
            return (task.number, error)
        }
    }

    var unfinishedTasks: [LuaTask] { tasks.values.filter { $0.number > 0 }.sorted { $0.number < $1.number } }

    private func resume(_ task: LuaTask, count: Int32, from running: LuaContext) {
        let outer = current
        current = task
        task.phase = .running
        let status = clua_resume(task.thread.stack, running.stack, count)
        current = outer
        switch status {
        case CLUA_YIELD: suspend(task, for: Int(state.vm.pointee.awaited))
        case CLUA_OK: finish(task, .success(takeResults(of: task)))
        default: finish(task, .failure(unwind(task, status)))
        }
    }

    private func takeResults(of task: LuaTask) -> [LuaValue] {
        let values = (0..<task.thread.top).map { task.thread.value(at: $0 + 1) }
        task.thread.setTop(0)
        return values
    }

    private func suspend(_ task: LuaTask, for id: Int) {
        task.phase = .waiting(id)
        waits.suspend(task, for: id)
        if task.isCancelled {
            cancel(task)
        } else if waits[id]?.operation.outcome != nil {
            deliver(id)
        }
    }

    func finish(_ task: LuaTask, _ result: Result<[LuaValue], LuaError>) {
        tasks[task.number] = nil
        let isUnobserved = if case .failure = result { !task.isObserved } else { false }
        if isUnobserved { failures.append(task) }
        task.finish(result)
        if isUnobserved { onFailure() }
    }

    /// Returns the error of a task that has failed: reads the traceback while the frames still exist, then closes the
    /// task's `<close>` variables.
    private func unwind(_ task: LuaTask, _ status: Int32) -> LuaError {
        let traceback = status == CLUA_ERRMEM ? [] : task.thread.frames()
        let closing = clua_reset(task.thread.stack)
        state.pendingTraceback = traceback
        return task.thread.takeError(closing == CLUA_OK ? status : closing)
    }
}

// MARK: The loop

extension LuaScheduler {
    /// Says why the loop of tasks ended.
    enum Ending {
        case done
        /// No task is ready, none sleeps, and nothing outside of Lua is under way: whoever waits would wait for ever.
        case stuck
        case interrupted
    }

    /// Runs ready tasks, timers and finished operations until `isDone`, an interrupt, or until nothing more can happen.
    ///
    /// - Parameter resumes: False takes note of what happens, but resumes no task.
    private func run(from running: LuaContext, resumes: Bool = true, until isDone: () -> Bool) -> Ending {
        while true {
            executor.drain().forEach(deliver)
            if executor.inbox.pauses.load(ordering: .acquiring) > 0 {
                if executor.inbox.rest() { clua_wakeup_wait(executor.inbox.wakeup, -1) }
                continue
            }
            while let timer = timers.popDue(at: clock.now) { timer() }
            if state.isInterrupted { return .interrupted }
            if isDone() { return .done }
            if resumes, let task = ready.popFirst() {
                if case .ready(let count) = task.phase { resume(task, count: count, from: running) }
            } else if waits.isAwaitingHost || timers.next != nil {
                guard executor.inbox.rest() else { continue }
                clock.wait(
                    until: timers.next, isAwaitingHost: waits.isAwaitingHost, wakeup: executor.inbox.wakeup)
            } else {
                return .stuck
            }
        }
    }

    /// Runs `task` to its end. When all tasks wait for each other, it is the one that fails.
    func run(_ task: LuaTask, from running: LuaContext) -> Result<[LuaValue], LuaError> {
        while true {
            let ending = run(from: running) { task.result != nil }
            if let result = task.result { return result }
            if ending == .interrupted, let error = state.takeInterrupt(traceback: task.thread.frames()) {
                return .failure(error)
            }
            failWait(of: task)
        }
    }

    /// Lets all tasks end that are still under way. The error is that of an interrupt, or of a task nobody asked about.
    func finishAll(from running: LuaContext) -> LuaError? {
        while !tasks.isEmpty, !state.isInterrupted {
            let ending = run(from: running) { tasks.isEmpty }
            if ending == .stuck, let first = tasks.values.min(by: { $0.number < $1.number }) { failWait(of: first) }
        }
        return state.takeInterrupt(traceback: []) ?? takeUnobservedFailure()
    }

    /// Ends the wait of a task that waits for what cannot happen, with `LuaDeadlock`.
    private func failWait(of task: LuaTask) {
        guard case .waiting(let id) = task.phase, let wait = waits[id] else { return }
        complete(wait.operation, .failure(LuaDeadlock()))
    }

    /// Waits inside a function that cannot be suspended, and pushes the outcome to `target`.
    fileprivate func block(for id: Int, target: LuaContext, running: LuaContext) -> Int32 {
        guard let pending = waits[id] else { return 0 }
        let (operation, task) = (pending.operation, current)
        blocked += 1
        // Each task that goes on here does so on top of this one's C stack, and may block as well.
        let resumes = blocked <= Self.mostBlocked || !pending.endsByItself
        let ending = run(from: running, resumes: resumes) { operation.outcome != nil || task?.isCancelled == true }
        blocked -= 1
        current = task
        let wait = waits.remove(id).wait
        lua_checkstack(target.stack, 16)
        if let outcome = operation.outcome { return outcome.push(to: target) }
        wait?.end().forEach(cancel)
        return Outcome.failure(ending == .stuck ? LuaDeadlock() : LuaCancellation()).push(to: target)
    }
}

/// What C calls when a host function has to wait where Lua cannot be suspended.
func blockForOperation(
    _ target: OpaquePointer?, _ running: OpaquePointer?, _ id: Int64, _ host: UnsafeMutableRawPointer?
) -> Int32 {
    guard let target, let running, let host else { return 0 }
    let state = Unmanaged<LuaState>.fromOpaque(host).takeUnretainedValue()
    return state.scheduler.block(for: Int(id), target: LuaContext(target), running: LuaContext(running))
}
