import Glibc
import Testing

@testable import Ledger

/// Stories of a team told by seeds: machines with clocks of their own, stopped, killed and cut off, on a server that fails.
/// Nothing is bought twice, nothing is lost, no limit is passed, and a seed tells the same story every time.
struct TeamStoryTests {
    /// `scripts/test --long stories` sets CPH_LONG.
    private static let seeds: UInt64 = getenv("CPH_LONG") == nil ? 10_000 : 500_000

    @Test func `in every story of a team each wish is bought once and every server is known`() {
        let clock = ContinuousClock()
        var sum = TeamTruth()
        var verdicts = SimulatedVerdicts()
        let time = clock.measure {
            for seed in 1...Self.seeds {
                var story = TeamStory(seed: seed, verdicts: verdicts)
                let truth = story.tell()
                if truth.isWrong { Issue.record("seed \(seed): \(truth.words)") }
                sum.add(truth)
                verdicts = story.verdicts
            }
        }
        let rate = Int(Double(Self.seeds) / (time / .seconds(1)))
        print("simulation of a team: \(Self.seeds) seeds, \(rate) a second; \(sum.happenings)")
        let most = Int(Self.seeds)
        #expect(sum.sends > most && sum.kills > most && sum.stops > most && sum.takeovers > most)
        #expect(sum.failures > most / 5 && sum.lateSends > most / 100)
    }

    @Test func `a seed tells the same story of a team every time`() {
        for seed in stride(from: 1, through: Self.seeds, by: 97) {
            var (first, second) = (TeamStory(seed: seed), TeamStory(seed: seed))
            #expect(first.tell() == second.tell() && first.time == second.time && first.steps == second.steps)
        }
    }

    /// The other mistakes need another fence to be missing, or much to come together: `TeamExplorerTests` finds them.
    @Test(arguments: [
        TeamMistake.leaseByClientClock, .takeoverSendsAgain, .evidenceDropped, .releasedBeforeOutcome, .spoolWaits,
        .absentWhileOwnerLives,
    ])
    func `a planted mistake shows within 1,000 stories of a team`(mistake: TeamMistake) {
        let isCaught = (1...1000).contains { seed in
            var story = TeamStory(seed: UInt64(seed), mistake: mistake)
            return story.tell().isWrong
        }
        #expect(isCaught)
    }
}

extension TeamTruth {
    /// Counts what happened in another story.
    fileprivate mutating func add(_ other: TeamTruth) {
        (sends, kills, stops) = (sends + other.sends, kills + other.kills, stops + other.stops)
        (failures, takeovers) = (failures + other.failures, takeovers + other.takeovers)
        lateSends += other.lateSends
    }

    fileprivate var happenings: String {
        "\(sends) sends, \(kills) kills, \(stops) stops, \(failures) failures of the server, \(takeovers) takeovers, "
            + "\(lateSends) requests after the claim was gone"
    }
}
