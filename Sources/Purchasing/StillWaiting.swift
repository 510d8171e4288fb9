package import CPHModel
package import Clock
import Synchronization
import Text

/// Says what is under way when nothing was heard for ten seconds, each second anew, so that nobody takes waiting for
/// standing still: a send, a look at what is in doubt, a name that another run has.
package final class StillWaiting: Sendable {
    /// How long silence lasts at most.
    package static let patience = Duration.seconds(10)
    private static let interval = Duration.seconds(1)

    private struct Call {
        let number: Int
        /// The purchase's name, or what is called.
        let name: String
        let isPurchase: Bool
        /// Milliseconds since 1970.
        let since: Int
    }

    private struct State {
        /// The oldest first.
        var underWay: [Call] = []
        var numbers = 0
        var isWatching = false
        /// Whether a line stands that is not true any more once nothing is under way.
        var hasTold = false
        var tell: Listener?
    }

    private let state = Mutex(State())
    private let clock: any WallClock

    /// Makes one that tells nobody until somebody listens.
    package init(clock: any WallClock) { self.clock = clock }

    /// Is told a text that takes the place of the last one, and nil once nothing is waited for any more.
    package typealias Listener = @Sendable (String?) -> Void

    /// Sets who is told; nil tells nobody.
    ///
    /// - Returns: Who was told so far.
    @discardableResult
    package func listen(_ tell: Listener?) -> Listener? {
        state.withLock { state in
            defer { state.tell = tell }
            return state.tell
        }
    }

    /// Notes a call that is sent now.
    ///
    /// - Returns: What `end` takes when its answer is there.
    package func begin(_ call: APICall) -> Int {
        begin(call.purchase?.serverName ?? call.operation, isPurchase: call.purchase != nil)
    }

    /// Notes something that takes its time, by its name.
    func begin(_ name: String, isPurchase: Bool) -> Int {
        let now = clock.milliseconds()
        let (number, watches) = state.withLock { state in
            state.numbers += 1
            state.underWay.append(
                Call(number: state.numbers, name: name, isPurchase: isPurchase, since: now))
            let watches = state.tell != nil && !state.isWatching
            state.isWatching = state.isWatching || watches
            return (state.numbers, watches)
        }
        if watches { Task { [weak self] in await self?.watch() } }
        return number
    }

    /// Notes that a call has its answer, or none.
    package func end(_ number: Int) {
        let tell: Listener? = state.withLock { state in
            state.underWay.removeAll { $0.number == number }
            guard state.underWay.isEmpty, state.hasTold else { return nil }
            state.hasTold = false
            return state.tell
        }
        tell?(nil)
    }

    /// Looks each second, until nothing is under way.
    private func watch() async {
        while (try? await clock.pause(for: Self.interval)) != nil, look() {}
    }

    /// Tells what has been under way for long.
    ///
    /// - Returns: False when nothing is under way; the next call starts another watch.
    private func look() -> Bool {
        let now = clock.milliseconds()
        let (goesOn, tell, text): (Bool, Listener?, String?) = state.withLock { state in
            guard let oldest = state.underWay.first else {
                state.isWatching = false
                return (false, nil, nil)
            }
            let waited = now - oldest.since
            guard waited >= Self.patience.milliseconds else { return (true, nil, nil) }
            state.hasTold = true
            return (true, state.tell, Self.words(state.underWay, .milliseconds(waited)))
        }
        if let text { tell?(text) }
        return goesOn
    }

    /// `still waiting, 40 s: 2 purchases under way (game-b01, game-b02)`.
    private static func words(_ calls: [Call], _ waited: Duration) -> String {
        let purchases = calls.filter(\.isPurchase)
        let shown = purchases.isEmpty ? calls : purchases
        let names = shown.prefix(mostNamed).map(\.name).joined(separator: ", ")
        let more = shown.count > mostNamed ? " and \(shown.count - mostNamed) more" : ""
        let what = counted(shown.count, purchases.isEmpty ? "call" : "purchase")
        let seconds = waited.milliseconds / 1000
        let time = seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min \(zeroPadded(seconds % 60, 2)) s"
        return "still waiting, \(time): \(what) under way (\(names)\(more))"
    }

    private static let mostNamed = 3
}
