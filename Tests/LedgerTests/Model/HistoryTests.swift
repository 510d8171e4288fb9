import Testing

@testable import Ledger

/// No history buys twice, and none loses an id: over every crash and fault that the model can tell apart.
struct HistoryTests {
    static let worlds = [
        HistoryModel.World(lag: 0, lateness: 2), HistoryModel.World(lag: 2, lateness: 2),
        HistoryModel.World(lag: 5, lateness: 7),
    ]

    @Test func `in 100,000 histories and more none buys twice and none loses an id`() {
        var histories = 0
        for world in Self.worlds {
            var model = HistoryModel(world)
            let tally = model.explore()
            #expect(tally.doubles == 0 && tally.losses == 0, "\(world): as in \(tally.example ?? [])")
            histories += tally.histories
        }
        #expect(histories > 100_000)
    }

    @Test func `a ledger that somebody deleted does not buy twice, once the account shows the servers`() {
        var model = HistoryModel(HistoryModel.World(lag: 0, lateness: 2, faults: [.none, .refused], losesLedger: true))
        let tally = model.explore()
        #expect(tally.doubles == 0 && tally.histories > 100)
    }

    @Test(arguments: Mutant.allCases)
    func `a planted mistake is found`(mutant: Mutant) {
        let found = Self.worlds.contains { world in
            var model = HistoryModel(world, mutant: mutant)
            let tally = model.explore(enough: 1)
            return tally.doubles + tally.losses > 0
        }
        var lost = HistoryModel(
            HistoryModel.World(lag: 0, lateness: 2, faults: [.none, .refused], losesLedger: true), mutant: mutant)
        #expect(found || lost.explore(enough: 1).doubles > 0)
    }
}
