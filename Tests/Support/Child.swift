public import Glibc
import Synchronization

/// A program that a test has started. It is reaped the moment it ends, whether anybody waits for it or not.
///
/// Swift Testing watches over its exit tests with `waitid(P_ALL, WNOWAIT)`, which answers with any child that has ended and
/// was not waited for. Such a child, left behind by another test, hides all later ones: the watch spins on it, and the exit
/// tests never end. So nothing is left behind, and there are no exit tests: with tests that hold all threads for seconds
/// each, the watch would also spin on their own children until they get a turn.
public final class Child: Sendable {
    private enum State {
        case running
        /// With the status as `waitpid` gives it.
        case ended(Int32)
    }

    private let process: pid_t
    private let state = Mutex(State.running)
    /// Readable once the program has ended and was reaped.
    public let end: Int32
    private let otherEnd: Int32

    /// Takes over a child of this process, for which nobody else may wait.
    public init(_ process: pid_t) {
        self.process = process
        var ends: [Int32] = [-1, -1]
        let isOpen = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0
        precondition(isOpen, "no descriptor is left")
        (end, otherEnd) = (ends[0], ends[1])
        onAnotherThread { [self] in reap() }
    }

    deinit { close(end) }

    private func reap() {
        var information = siginfo_t()
        while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) < 0 && errno == EINTR {}
        state.withLock { state in
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0 && errno == EINTR {}
            state = .ended(status)
        }
        close(otherEnd)
    }

    /// Its number among the system's programs; another's once it has ended.
    public var number: pid_t { process }

    /// Sends a signal; one that has ended gets none, even when its number is another program's by now.
    public func signal(_ number: Int32) {
        state.withLock { if case .running = $0 { kill(process, number) } }
    }

    /// Waits for its end and returns its exit status, or the number of the signal that ended it, negative.
    public func wait() -> Int32 {
        while true {
            if case .ended(let status) = state.withLock({ $0 }) {
                return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
            }
            var descriptor = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
            poll(&descriptor, 1, -1)
        }
    }

    /// The first program that this one has started and that still runs.
    public var firstChild: pid_t? {
        guard let file = fopen("/proc/\(process)/task/\(process)/children", "r") else { return nil }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 64)
        return fgets(&buffer, 64, file).flatMap { pid_t(strtol($0, nil, 10)) }
    }

    /// Whether the system still has an entry for it: while it runs, and afterwards until somebody has waited for it.
    public var isInProcessTable: Bool { kill(process, 0) == 0 }
}
