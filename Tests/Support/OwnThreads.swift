import Glibc
import Synchronization
public import Testing

/// Lets a suite's tests run on threads that no other test needs.
///
/// These tests wait for programs, for seconds each, and would hold the few threads on which all tests take turns: a test
/// of another suite would wait minutes for its next step, in which connections grow old and servers do not answer.
public struct OwnThreads: TestTrait, SuiteTrait, TestScoping {
    public var isRecursive: Bool { true }

    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(WaitingThreads.shared) { try await function() }
    }
}

extension Trait where Self == OwnThreads {
    /// Threads of their own for tests that wait, for programs or servers.
    public static var ownThreads: Self { OwnThreads() }
}

/// Threads for work that waits, twice as many as processors, started with the first test.
private final class WaitingThreads: TaskExecutor {
    static let shared = WaitingThreads(count: max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN))) * 2)

    private let jobs = Mutex<[UnownedJob]>([])
    private let waiting: Semaphore

    private init(count: Int) {
        waiting = Semaphore()
        for _ in 0..<count { onAnotherThread { [self] in run() } }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        waiting.signal()
    }

    private func run() {
        while true {
            waiting.wait()
            let job = jobs.withLock { $0.removeFirst() }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}

/// Safe: a `sem_t` is made for many threads; it is allocated once and never freed, as its threads never end.
private struct Semaphore: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }

    func signal() { sem_post(semaphore) }

    func wait() { while sem_wait(semaphore) != 0 {} }
}
