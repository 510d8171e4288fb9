import Clock
import Emulator
import Glibc
import Ledger
import LuaKit
import Synchronization
import Text

/// One time for a script, its cloud and its ledger, which passes only when all of them wait: then it jumps to the next
/// moment for which anybody waits. Hours take no time, and the same script with the same seed sees the same times.
///
/// Lua's thread drives it: whatever pauses must run there, as the Swift part of a Lua task does.
final class SimulatedClock: LuaClock, WallClock {
    fileprivate struct Sleeper {
        let deadline: Duration
        let number: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    fileprivate struct State {
        var now = Duration.zero
        var sleepers: [Sleeper] = []
        var count = 0
        var isAlone = false
    }

    /// The time of day at the start, in milliseconds since 1970.
    let start: Int
    private let state = Mutex(State())

    /// Makes a clock that stands at `start`.
    ///
    /// - Parameter start: Milliseconds since 1970.
    init(start: Int = ManualClock.usualStart) { self.start = start }

    /// The time since the start.
    var now: Duration { state.withLock { $0.now } }

    func milliseconds() -> Int { start + now.milliseconds }

    /// Goes back to the start; nothing may be waiting.
    func restart() { state.withLock { $0.now = .zero } }

    /// Lets time pass outside a run.
    func advance(by duration: Duration) { state.withLock { $0.now += duration } }

    /// Runs `body` without a Lua that drives the clock: each pause of its one task lets the time pass.
    func alone<Result>(_ body: () throws -> Result) rethrows -> Result {
        state.withLock { $0.isAlone = true }
        defer { state.withLock { $0.isAlone = false } }
        return try body()
    }

    func pause(for duration: Duration) async throws {
        if state.withLock({ $0.isAlone }) { return advance(by: max(.zero, duration)) }
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // Under the lock that the handler below takes, so that it finds the sleeper or this sees the end.
                let isCancelled = state.withLock { state in
                    if Task.isCancelled { return true }
                    let deadline = state.now + max(.zero, duration)
                    state.sleepers.append(Sleeper(deadline: deadline, number: number, continuation: continuation))
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.sleepers.firstIndex { $0.number == number }.map { state.sleepers.remove(at: $0) }
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    func wait(until deadline: Duration?, isAwaitingHost: Bool, wakeup: Int32) {
        // What can run, runs before time passes.
        if Self.takeSignal(wakeup, waits: false) { return }
        let (isOver, sleeper) = state.withLock { $0.jump(to: deadline) }
        sleeper?.continuation.resume()
        if !isOver { _ = Self.takeSignal(wakeup, waits: true) }
    }

    /// Whether something was left for Lua's thread to do, told by its file descriptor.
    private static func takeSignal(_ wakeup: Int32, waits: Bool) -> Bool {
        var descriptor = pollfd(fd: wakeup, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, waits ? -1 : 0) > 0 else { return false }
        var count: UInt64 = 0
        read(wakeup, &count, MemoryLayout.size(ofValue: count))
        return true
    }
}

extension SimulatedClock.State {
    /// Moves to the next moment for which Lua or a sleeper waits. One sleeper at a time, in the order of their
    /// deadlines, then of their beginnings; Lua's own tasks come first.
    ///
    /// - Returns: Whether there was such a moment, and who is to be woken.
    fileprivate mutating func jump(to deadline: Duration?) -> (Bool, SimulatedClock.Sleeper?) {
        let next = sleepers.indices.min {
            (sleepers[$0].deadline, sleepers[$0].number) < (sleepers[$1].deadline, sleepers[$1].number)
        }
        if let deadline, next.map({ deadline <= sleepers[$0].deadline }) ?? true {
            now = max(now, deadline)
            return (true, nil)
        }
        guard let next else { return (false, nil) }
        now = max(now, sleepers[next].deadline)
        return (true, sleepers.remove(at: next))
    }
}
