import Synchronization
import Text

/// Records what happened, line by line, with the simulated time. Two traces are the same when their digests are.
final class RehearsalTrace: Sendable {
    private struct State {
        /// FNV-1a, 64 bits.
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        var lines = 0
        var events: [StoryEvent] = []
    }

    private let clock: SimulatedClock
    private let show: (@Sendable (String) -> Void)?
    private let state = Mutex(State())

    /// - Parameter show: Gets each line; nil to keep the digest alone.
    init(_ clock: SimulatedClock, show: (@Sendable (String) -> Void)? = nil) { (self.clock, self.show) = (clock, show) }

    var digest: String { String(state.withLock { $0.digest }, radix: 16) }

    /// What happened of the kinds that are drawn, in its order.
    var events: [StoryEvent] { state.withLock { $0.events } }

    /// - Parameters:
    ///   - kind: What it is where it is drawn; nil where it is not.
    ///   - run: The run that it happened in.
    func note(_ line: String, _ kind: StoryEvent.Kind? = nil, run: Int = 0) {
        let now = clock.now
        let text = "\(now.secondsText) \(line)"
        state.withLock { state in
            state.lines += 1
            if let kind { state.events.append(StoryEvent(kind: kind, run: run, time: now, words: line)) }
            for byte in text.utf8 { state.digest = (state.digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        show?(text)
    }
}
