import CLua
import Synchronization

/// Runs the Swift parts of Lua's tasks on Lua's own thread, between two steps of Lua.
final class LuaExecutor: TaskExecutor {
    let inbox = Inbox()

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if !inbox.add(job) { globalConcurrentExecutor.enqueue(job) }
    }

    /// Runs what is waiting, and returns the operations that finished.
    func drain() -> [Int] {
        let contents = inbox.take()
        for job in contents.jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
        return contents.finished
    }

    /// Ends the use of Lua's thread when the state is gone: what its Swift functions still do runs on Swift's own
    /// threads.
    func close() {
        for job in inbox.close() { globalConcurrentExecutor.enqueue(job) }
    }
}

/// What other threads leave for Lua's thread: Swift jobs to run there, and operations that have finished.
final class Inbox: Sendable {
    struct Contents {
        var jobs: [UnownedJob] = []
        var finished: [Int] = []
        var isClosed = false
        /// Whether Lua's thread looks here before it waits again, so that nobody has to wake it.
        var isWatched = false

        var isEmpty: Bool { jobs.isEmpty && finished.isEmpty }

        /// Whether the next one to leave something wakes Lua's thread; those after it need not.
        var needsWaking: Bool { isEmpty && !isWatched }
    }

    private let contents = Mutex(Contents())
    /// How many reasons there are for Lua not to go on.
    let pauses = Atomic(0)
    /// Readable when there is something new.
    let wakeup = clua_wakeup_open()

    deinit {
        clua_wakeup_close(wakeup)
    }

    /// Queues a job for Lua's thread; false once closed, when nobody would run it there.
    func add(_ job: UnownedJob) -> Bool {
        let (isOpen, wakes) = contents.withLock { contents in
            let wakes = contents.needsWaking
            if !contents.isClosed { contents.jobs.append(job) }
            return (!contents.isClosed, wakes)
        }
        if wakes { clua_wakeup_signal(wakeup) }
        return isOpen
    }

    func add(finished operation: Int) {
        let wakes = contents.withLock { contents in
            defer { contents.finished.append(operation) }
            return contents.needsWaking
        }
        if wakes { clua_wakeup_signal(wakeup) }
    }

    /// Says that Lua's thread is about to wait for `wakeup`. False when there is something to take first.
    func rest() -> Bool {
        contents.withLock { contents in
            contents.isWatched = !contents.isEmpty
            return contents.isEmpty
        }
    }

    func take() -> Contents {
        contents.withLock { contents in
            defer {
                contents.jobs = []
                contents.finished = []
                contents.isWatched = true
            }
            return contents
        }
    }

    /// Returns the jobs nobody has run yet.
    func close() -> [UnownedJob] {
        contents.withLock { contents in
            contents.isClosed = true
            defer { contents.jobs = [] }
            return contents.jobs
        }
    }
}
