import Testing

@testable import Ledger

/// Whatever happens to a team's machines and to its server, nothing is bought twice and nothing is lost: over every way in which
/// stops, kills, lost commits, failures of the server and people's decisions can fall between the steps.
struct TeamExplorerTests {
    @Test func `in 100,000 histories of a team and more none buys twice and none loses an id`() {
        var (histories, takeovers, lateSends) = (0, 0, 0)
        for scene in TeamScene.all {
            let tally = TeamExplorer(scene.world, scene.limits).explore()
            #expect(tally.wrong == 0, "\(scene): \(tally.words)")
            histories += tally.histories
            (takeovers, lateSends) = (takeovers + tally.takeovers, lateSends + tally.lateSends)
        }
        print("histories of a team: \(histories), \(takeovers) with a takeover, \(lateSends) with a late request")
        #expect(histories > 100_000 && takeovers > 100_000 && lateSends > 3000)
    }

    @Test(arguments: [(false, nil), (true, TeamMistake.noEpochCheck)])
    func `an epoch alone and compare-and-swap alone keep machines from buying twice`(
        hasSwap: Bool, mistake: TeamMistake?
    ) {
        var world = TeamWorld(lag: 60_000, mistake: mistake)
        world.hasSwap = hasSwap
        let tally = TeamExplorer(world, [.kill: 1, .stop: 1, .person: 1]).explore()
        #expect(tally.wrong == 0 && tally.histories > 500, "\(tally.words)")
    }

    @Test(arguments: [(false, nil), (true, TeamMistake.noMark)])
    func `the mark alone and the timeline alone keep a machine that works alone from buying twice after a failover`(
        hasTimeline: Bool, mistake: TeamMistake?
    ) {
        var world = TeamWorld(hosts: 1, lag: 60_000, failures: [.asynchronous], mistake: mistake)
        world.hasTimeline = hasTimeline
        let tally = TeamExplorer(world, [.kill: 1, .stop: 1, .server: 1]).explore()
        #expect(tally.wrong == 0 && tally.histories > 500, "\(tally.words)")
    }

    /// Two are only planted yet: their worlds, as they stand, are too small to show them.
    @Test(arguments: TeamMistake.allCases.filter { $0 != .releaseNotRepeated && $0 != .timelineNotedByOthers })
    func `a planted mistake of a team is found`(mistake: TeamMistake) {
        let scene = mistake.scene
        let tally = TeamExplorer(scene.world, scene.limits).explore(enough: 1)
        #expect(tally.wrong > 0, "in \(tally.histories) histories")
    }

    /// The world of `evidenceByNumber` is one of those above, and large.
    @Test(arguments: TeamMistake.allCases.filter { $0 != .evidenceByNumber })
    func `without the mistake nothing is wrong in its world`(mistake: TeamMistake) {
        var world = mistake.scene.world
        world.mistake = nil
        let tally = TeamExplorer(world, mistake.scene.limits).explore()
        #expect(tally.wrong == 0, "\(tally.words)")
    }
}
