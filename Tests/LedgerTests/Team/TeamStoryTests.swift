import Glibc
import Testing

@testable import Ledger

/// Stories of a team told by seeds.
struct TeamStoryTests {
    /// `scripts/test --long stories` sets CPH_LONG.
    private static let seeds: UInt64 = getenv("CPH_LONG") == nil ? 3000 : 1_000_000

    @Test func `in every story of a team each wish is bought once and every server is known`() {
        let clock = ContinuousClock()
        var (kills, sends, stops, takeovers, lateSends, failures, steps) = (0, 0, 0, 0, 0, 0, 0)
        var verdicts = SimulatedVerdicts()
        let time = clock.measure {
            for seed in 1...Self.seeds {
                var story = TeamStory(seed: seed, verdicts: verdicts)
                let truth = story.tell()
                if truth.isWrong { Issue.record("seed \(seed): \(truth.words)") }
                (kills, sends, stops) = (kills + truth.kills, sends + truth.sends, stops + truth.stops)
                (takeovers, lateSends) = (takeovers + truth.takeovers, lateSends + truth.lateSends)
                (failures, steps) = (failures + truth.failures, steps + story.steps)
                verdicts = story.verdicts
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
            var (first, second) = (TeamStory(seed: seed), TeamStory(seed: seed))
            #expect(first.tell() == second.tell() && first.time == second.time)
        }
    }

    /// The others hide in stories: where they matter, another fence must be missing or much must come together.
    @Test(arguments: TeamMistake.allCases)
    func `a planted mistake shows in a story of a team`(mistake: TeamMistake) {
        let caught = (1...100).first { seed in
            var story = TeamStory(seed: UInt64(seed), mistake: mistake)
            let truth = story.tell()
            if truth.isWrong { print("PROBE \(mistake) \(seed) \(truth.words)") }
            return truth.isWrong
        }
        if caught == nil { print("PROBE \(mistake) NOT FOUND") }
    }
}
