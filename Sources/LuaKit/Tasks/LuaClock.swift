import CLua
import Clock
import Synchronization
import Text

/// Tells the time to sleeping tasks. Tests use `LuaVirtualClock`.
public protocol LuaClock: Sendable {
    /// Tells the time since a start that never changes; it never goes back.
    var now: Duration { get }

    /// Tells the time of day: milliseconds since 1970, UTC.
    func milliseconds() -> Int

    /// Blocks the thread until `deadline`, or until `wakeup`, a file descriptor, is readable.
    ///
    /// - Parameters:
    ///   - deadline: When the next task wants to run, on this clock; nil when none sleeps.
    ///   - isAwaitingHost: True when something outside Lua is under way and will signal `wakeup`.
    func wait(until deadline: Duration?, isAwaitingHost: Bool, wakeup: Int32)
}

/// Tells the time by the machine's monotonic clock, and the time of day by its real-time clock.
public struct LuaSystemClock: LuaClock {
    /// Makes the clock that states have by default.
    public init() {}

    /// Reads the monotonic clock, which corrections of the time of day do not move.
    public var now: Duration { .nanoseconds(clua_monotonic_nanoseconds()) }

    /// Reads the machine's time of day, in milliseconds since 1970, UTC.
    public func milliseconds() -> Int { SystemClock().milliseconds() }

    /// Blocks in `ppoll` until `deadline` or until `wakeup` is readable; a signal that arrives ends the wait early.
    public func wait(until deadline: Duration?, isAwaitingHost: Bool, wakeup: Int32) {
        clua_wakeup_wait(wakeup, deadline.map { max(0, ($0 - now).nanoseconds) } ?? -1)
    }
}

/// A clock that stands still while anything runs, and jumps to the next deadline when nothing does: a script that
/// sleeps for hours ends at once, and always in the same order.
public final class LuaVirtualClock: LuaClock {
    private let time = Mutex(Duration.zero)
    private let start: Int

    /// The time of day at the start unless another is given, in milliseconds since 1970.
    public static let usualStart = ManualClock.usualStart

    /// Starts a clock that stands still.
    ///
    /// - Parameter start: The time of day it starts at, in milliseconds since 1970.
    public init(start: Int = usualStart) { self.start = start }

    /// Tells how much time has been slept away so far.
    public var now: Duration { time.withLock { $0 } }

    /// Tells the time of day: the start and what has been slept since, in milliseconds since 1970, UTC.
    public func milliseconds() -> Int { start + now.milliseconds }

    /// Jumps to `deadline` at once. While something outside of Lua is under way, and when no task sleeps, it blocks
    /// until `wakeup` is readable instead.
    public func wait(until deadline: Duration?, isAwaitingHost: Bool, wakeup: Int32) {
        if let deadline, !isAwaitingHost {
            time.withLock { $0 = max($0, deadline) }
        } else {
            clua_wakeup_wait(wakeup, -1)
        }
    }
}
