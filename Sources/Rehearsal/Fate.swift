import Emulator
import Synchronization

/// What a seed has in store: what goes wrong in the cloud, and where the host dies. Everything follows from the seed.
final class Fate: Sendable {
    let seed: UInt64
    /// The faults of the cloud as `--faults` takes them; empty for none.
    let faults: String
    private let state: Mutex<State>

    private struct State {
        var dice: SplitMix64
        var killsLeft: Int
        /// A point where the host may die kills it once in so many times.
        let rarity: UInt64
    }

    /// - Parameters:
    ///   - faults: Asked for by the user; nil to throw the dice.
    ///   - kills: How often the host may die at most.
    init(seed: UInt64, faults: String?, kills: Int) {
        var dice = SplitMix64(seed: seed ^ 0x7265_6865_6172_7365)
        self.seed = seed
        self.faults = faults ?? Self.faults(&dice)
        let killsLeft = kills == 0 ? 0 : Int(dice.next() % UInt64(kills + 1))
        let rarity = [4, 16, 64, 256][Int(dice.next() % 4)]
        state = Mutex(State(dice: dice, killsLeft: killsLeft, rarity: UInt64(rarity)))
    }

    /// Decides whether the host dies here; each call draws a number.
    func kills() -> Bool {
        state.withLock { state in
            guard state.killsLeft > 0, state.dice.next() % state.rarity == 0 else { return false }
            state.killsLeft -= 1
            return true
        }
    }

    /// How long it takes until somebody starts the script again: a second to an hour.
    func absence() -> Duration { state.withLock { .seconds(1 + Int($0.dice.next() % 3600)) } }

    /// Draws the next number.
    func number() -> UInt64 { state.withLock { $0.dice.next() } }

    // MARK: Faults

    /// Up to four faults of the cloud with a chance each, and perhaps a list that lags behind.
    private static func faults(_ dice: inout SplitMix64) -> String {
        var items: [String] = []
        for _ in 0..<Int(dice.next() % 5) {
            let fault = replyFaults[Int(dice.next() % UInt64(replyFaults.count))]
            let chance = [5, 10, 20, 40][Int(dice.next() % 4)]
            items.append("\(fault)0.\(chance < 10 ? "0" : "")\(chance)")
        }
        if dice.next() % 3 == 0 { items.append("list-lag=\(1 + dice.next() % 600)s") }
        if dice.next() % 4 == 0 { items.append("latency=\(100 + dice.next() % 5000)ms") }
        return items.joined(separator: ",")
    }

    /// Faults of answers, each to be completed by a probability.
    private static let replyFaults = [
        "reset-before=", "reset-after=", "silent-before=", "silent-after=", "truncate-after=", "429=", "401=",
        "redirect=",
        "html=", "html-after=", "500-before=", "500-after=", "503-before=", "503-after=", "504-after=",
        "error-400=CPS.0003:", "error-400-after=CPS.0003:", "error-400=CPS.0006:", "error-200=CPS.0003:",
        "error-200-after=CPS.0003:", "fewer-ids=", "no-ids=", "more-ids=", "duplicate-ids=", "bad-ids=",
        "late=90s:", "late=40m:", "503-before@list=", "reset-before@list=",
    ]
}
