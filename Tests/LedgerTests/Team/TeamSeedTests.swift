import Glibc
import Testing

@testable import Ledger

/// Stories of a team told by seeds.
struct TeamSeedTests {
    /// `scripts/test --long stories` sets CPH_LONG.
    private static let seeds: UInt64 = getenv("CPH_LONG") == nil ? 3000 : 1_000_000

    @Test func `in every story of a team each wish is bought once and every server is known`() {
        let clock = ContinuousClock()
        var (kills, sends, stops, takeovers, lateSends, failures, steps) = (0, 0, 0, 0, 0, 0, 0)
        var verdicts = SimulatedVerdicts()
        let time = clock.measure {
            for seed in 1...Self.seeds {
                var telling = TeamSeed(seed: seed, verdicts: verdicts)
                let truth = telling.run()
                if truth.isWrong { Issue.record("seed \(seed): \(truth.words)") }
                (kills, sends, stops) = (kills + truth.kills, sends + truth.sends, stops + truth.stops)
                (takeovers, lateSends) = (takeovers + truth.takeovers, lateSends + truth.lateSends)
                (failures, steps) = (failures + truth.failures, steps + telling.steps)
                verdicts = telling.story.verdicts
            }
        }
        let rate = Int(Double(Self.seeds) / (time / .seconds(1)))
        print(
            "PROBE simulation of a team: \(Self.seeds) seeds, \(rate) a second; \(sends) sends, \(kills) kills, \(stops) stops, "
                + "\(failures) failures of the server, \(takeovers) takeovers, \(lateSends) requests after the claim was gone \(steps) steps")
        #expect(kills > Int(Self.seeds) / 2 && sends > Int(Self.seeds))
    }

    @Test func `a seed tells the same story of a team every time`() {
        for seed in stride(from: 1, through: Self.seeds, by: 97) {
            var (first, second) = (TeamSeed(seed: seed), TeamSeed(seed: seed))
            #expect(first.run() == second.run() && first.story.time == second.story.time)
        }
    }

    /// The others hide in stories: where they matter, another fence must be missing or much must come together.
    @Test(arguments: TeamMistake.allCases)
    func `a planted mistake shows in a story of a team`(mistake: TeamMistake) {
        let caught = (1...2000).first { seed in
            var telling = TeamSeed(seed: UInt64(seed), mistake: mistake)
            let truth = telling.run()
            if truth.isWrong { print("PROBE \(mistake) \(seed) \(truth.words)") }
            return truth.isWrong
        }
        if caught == nil { print("PROBE \(mistake) NOT FOUND") }
    }
}
