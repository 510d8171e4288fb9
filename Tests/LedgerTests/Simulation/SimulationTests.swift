import Glibc
import Testing

@testable import Ledger

/// Stories told by seeds: several machines, several purchases, kills, power cuts, faults, lag. Nothing is bought twice,
/// nothing is lost, and a seed tells the same story every time.
struct SimulationTests {
    /// `scripts/test --long stories` sets CPH_LONG.
    private static let seeds: UInt64 = getenv("CPH_LONG") == nil ? 100_000 : 1_000_000

    @Test func `in every story each wish is bought once and every server is known`() {
        let clock = ContinuousClock()
        var (kills, sends, surplus) = (0, 0, 0)
        var verdicts = SimulatedVerdicts()
        let time = clock.measure {
            for seed in 1...Self.seeds {
                var story = Simulation(seed: seed, verdicts: verdicts)
                let outcome = story.run()
                if outcome.isWrong { Issue.record("seed \(seed): \(outcome)") }
                (kills, sends, verdicts) = (kills + outcome.kills, sends + outcome.sends, story.verdicts)
                surplus += outcome.surplus
            }
        }
        let rate = Int(Double(Self.seeds) / (time / .seconds(1)))
        print(
            "simulation: \(Self.seeds) seeds, \(rate) a second; \(sends) sends, \(kills) kills; unknown because the "
                + "gateway itself repeated a request and showed it late: \(surplus) servers")
        #expect(kills > Int(Self.seeds) / 2 && sends > Int(Self.seeds))
    }

    @Test func `a seed tells the same story every time`() {
        for seed in stride(from: 1, through: Self.seeds, by: 97) {
            var (first, second) = (Simulation(seed: seed), Simulation(seed: seed))
            #expect(first.run() == second.run())
        }
    }

    @Test(arguments: [(true, false), (false, true)])
    func `one fence is enough, whichever it is`(hasLock: Bool, hasSwap: Bool) {
        for seed: UInt64 in 1...3000 {
            var story = Simulation(seed: seed, Simulation.Flaws(hasLock: hasLock, hasSwap: hasSwap))
            let outcome = story.run()
            #expect(!outcome.isWrong, "seed \(seed): \(outcome)")
        }
    }

    @Test func `without both fences something is bought twice`() {
        #expect(Self.isCaught(Simulation.Flaws(hasLock: false, hasSwap: false)))
    }

    @Test(arguments: Mutant.allCases)
    func `a planted mistake shows within 10,000 seeds`(mutant: Mutant) {
        #expect(Self.isCaught(Simulation.Flaws(mutant: mutant)))
    }

    private static func isCaught(_ flaws: Simulation.Flaws) -> Bool {
        (1...10_000).contains { seed in
            var story = Simulation(seed: UInt64(seed), flaws)
            return story.run().isWrong
        }
    }
}
