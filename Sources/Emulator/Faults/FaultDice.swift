/// Decides for each request which faults occur.
///
/// Every rule has a random generator of its own, so that adding one does not change when the others occur.
struct FaultDice: Sendable {
    /// The faults that occur at one request.
    struct Fate: Hashable, Sendable {
        /// How much later the answer comes, in milliseconds.
        var delay = 0
        var effect: Effect?

        enum Effect: Hashable, Sendable {
            case instead(FaultEffect.ReplyFault)
            case after(FaultEffect.ReplyFault)
        }
    }

    private struct Die: Sendable {
        let rule: FaultPlan.Rule
        var generator: SplitMix64
        var strikes = 0

        mutating func strikes(_ scope: FaultScope) -> Bool {
            guard rule.scopes.contains(scope) else { return false }
            switch rule.chance {
            case .probability(let probability): return Double.random(in: 0..<1, using: &generator) < probability
            case .first(let count):
                strikes += 1
                return strikes <= count
            }
        }
    }

    private var dice: [Die]

    init(_ plan: FaultPlan, seed: UInt64) {
        dice = plan.rules.enumerated().map { index, rule in
            Die(rule: rule, generator: SplitMix64(seed: seed, purpose: 100 + index))
        }
    }

    mutating func roll(for scope: FaultScope) -> Fate {
        var fate = Fate()
        for index in dice.indices {
            let effect = dice[index].rule.effect
            // Only one thing can happen to an answer; what comes too late keeps its counts for the next request.
            if fate.effect != nil, !effect.isDelay { continue }
            guard dice[index].strikes(scope) else { continue }
            switch effect {
            case .delay(let range): fate.delay += Int.random(in: range, using: &dice[index].generator)
            case .instead(let fault): fate.effect = .instead(fault)
            case .after(let fault): fate.effect = .after(fault)
            }
        }
        return fate
    }
}

extension FaultEffect {
    fileprivate var isDelay: Bool { if case .delay = self { true } else { false } }
}
