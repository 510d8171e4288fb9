import Glibc
import Synchronization
import Text

/// The time of day, handed in so that tests and rehearsals decide how it passes.
public protocol WallClock: Sendable {
    /// Tells the time in milliseconds since 1970, UTC.
    func milliseconds() -> Int
    /// Returns when `duration` has passed on this clock.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before that.
    func pause(for duration: Duration) async throws
}

/// The machine's wall clock, with whatever corrections are made to it.
public struct SystemClock: WallClock {
    /// Makes a clock that reads the machine's time at each question.
    public init() {}

    /// Reads `CLOCK_REALTIME`, which jumps when somebody sets the machine's time.
    public func milliseconds() -> Int { Int(nanoseconds(CLOCK_REALTIME) / 1_000_000) }

    /// Sleeps; corrections of the machine's time do not change how long.
    public func pause(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}

/// The machine's wall clock as it stood when this was made, moved on by a clock that nobody sets and that counts while
/// the machine sleeps: for what must not jump when the machine's time is corrected.
public struct SteadyClock: WallClock {
    /// What has to be added to the milliseconds since the machine started.
    private let offset: Int

    /// Starts with the machine's time of now.
    public init() { offset = SystemClock().milliseconds() - Self.sinceBoot() }

    /// The time that the machine showed at the start, and what has passed since, in milliseconds since 1970.
    public func milliseconds() -> Int { offset + Self.sinceBoot() }

    /// Sleeps; corrections of the machine's time do not change how long.
    public func pause(for duration: Duration) async throws { try await Task.sleep(for: duration) }

    private static func sinceBoot() -> Int { Int(BootClock.now() / 1_000_000) }
}

/// Time that passes only when told to, or when somebody waits: a pause returns at once and leaves the clock later.
public final class ManualClock: WallClock {
    private let now: Mutex<Int>

    /// Where clocks of tests and rehearsals start, in milliseconds since 1970: 2026-01-02 03:04:05 UTC.
    public static let usualStart = 1_767_323_045_000

    /// - Parameter milliseconds: Since 1970.
    public init(milliseconds: Int = usualStart) { now = Mutex(milliseconds) }

    /// Milliseconds since 1970, as far as time was told to pass.
    public func milliseconds() -> Int { now.withLock { $0 } }

    /// Lets time pass; what is less than a millisecond is lost.
    public func advance(by duration: Duration) { now.withLock { $0 += duration.milliseconds } }

    /// Lets `duration` pass and returns at once.
    ///
    /// - Throws: `CancellationError` when the task is cancelled; no time passes then.
    public func pause(for duration: Duration) async throws {
        try Task.checkCancellation()
        advance(by: duration)
    }
}
