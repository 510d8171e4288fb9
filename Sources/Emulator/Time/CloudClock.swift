import Glibc
import Synchronization
import Text

/// The emulated cloud's time, handed in so that tests and rehearsals decide how it passes.
public protocol CloudClock: Sendable {
    /// Milliseconds since 1970, UTC.
    func milliseconds() -> Int
    /// Returns when `duration` has passed on this clock.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before that.
    func pause(for duration: Duration) async throws
}

/// The machine's own time.
public struct WallClock: CloudClock {
    public init() {}

    public func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    public func pause(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}

/// Time that passes only when told to, or when somebody waits: a pause returns at once and leaves the clock later.
public final class ManualClock: CloudClock {
    private let now: Mutex<Int>

    /// - Parameter milliseconds: Since 1970; the default is 2026-01-02 03:04:05 UTC.
    public init(milliseconds: Int = 1_767_323_045_000) { now = Mutex(milliseconds) }

    public func milliseconds() -> Int { now.withLock { $0 } }

    public func advance(by duration: Duration) { now.withLock { $0 += duration.milliseconds } }

    public func pause(for duration: Duration) async throws {
        try Task.checkCancellation()
        advance(by: duration)
    }
}
