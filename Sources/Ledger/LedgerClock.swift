import Glibc
import Text

/// The ledger's time, handed in so that tests and rehearsals decide how it passes.
public protocol LedgerClock: Sendable {
    /// Milliseconds since 1970, UTC.
    func milliseconds() -> Int
    /// Returns when `duration` has passed on this clock.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before that.
    func pause(for duration: Duration) async throws
}

/// The machine's time: the wall clock as it stood at the start, moved on by a clock that nobody sets and that counts
/// while the machine sleeps.
public struct SystemLedgerClock: LedgerClock {
    private let offset: Int

    public init() { offset = Self.read(CLOCK_REALTIME) - Self.read(CLOCK_BOOTTIME) }

    public func milliseconds() -> Int { offset + Self.read(CLOCK_BOOTTIME) }

    public func pause(for duration: Duration) async throws { try await Task.sleep(for: duration) }

    private static func read(_ clock: clockid_t) -> Int {
        var time = timespec()
        clock_gettime(clock, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}

/// How much of the run's time for looking is left. Purchases that settle at the same time share it.
struct SettleBudget {
    private var left: Int
    private var settling = 0
    private var since = 0

    init(_ budget: Duration) { left = budget.milliseconds }

    mutating func begin(_ now: Int) {
        charge(now)
        settling += 1
    }

    mutating func end(_ now: Int) {
        charge(now)
        settling -= 1
    }

    /// In milliseconds.
    mutating func remaining(_ now: Int) -> Int {
        charge(now)
        return max(0, left)
    }

    private mutating func charge(_ now: Int) {
        if settling > 0 { left -= max(0, now - since) }
        since = now
    }
}
