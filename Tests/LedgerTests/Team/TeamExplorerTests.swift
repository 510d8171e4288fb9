import Testing

@testable import Ledger

struct TeamExplorerTests {
    @Test func `probe`() {
        let clock = ContinuousClock()
        func run(_ name: String, _ world: TeamWorld, _ limits: [TeamFate.Trouble: Int], enough: Int = .max) {
            var tally = TeamExplorer.Tally()
            let time = clock.measure { tally = TeamExplorer(world, limits).explore(enough: enough) }
            print("PROBE \(name): \(tally.histories) in \(time), wrong \(tally.wrong), takeovers \(tally.takeovers), late \(tally.lateSends), sends \(tally.sends) \(tally.example ?? []) \(tally.exampleTruth.map { "\($0)" } ?? "")")
        }
        run("stops", TeamWorld(), [.kill: 1, .stop: 2])
    }
}
