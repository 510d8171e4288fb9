import Testing

@testable import Ledger

/// Whatever happens to a team's machines and to its server, nothing is bought twice and nothing is lost.
struct TeamExplorerTests {
    @Test func `in 100,000 histories and more none buys twice and none loses an id`() {
        var (histories, takeovers, lateSends) = (0, 0, 0)
        for scene in TeamScene.all {
            let tally = TeamExplorer(scene.world, scene.limits).explore()
            print("PROBE \(scene) \(tally.histories) \(tally.takeovers) \(tally.lateSends) \(tally.wrong) \(tally.words)")
            #expect(tally.wrong == 0, "\(scene): \(tally.words)")
            histories += tally.histories
            (takeovers, lateSends) = (takeovers + tally.takeovers, lateSends + tally.lateSends)
        }
        #expect(histories > 100_000 && takeovers > 10_000 && lateSends > 1000)
    }

    @Test func `an epoch alone and compare-and-swap alone keep machines from buying twice`() {
        for scene in TeamScene.all.prefix(1) {
            var world = scene.world
            world.hasSwap = false
            let epoch = TeamExplorer(world, [.kill: 1, .stop: 1, .person: 1]).explore()
            #expect(epoch.wrong == 0, "\(epoch.words)")
            (world.hasSwap, world.mistake) = (true, .noEpochCheck)
            let swap = TeamExplorer(world, [.kill: 1, .stop: 1, .person: 1]).explore()
            #expect(swap.wrong == 0, "\(swap.words)")
        }
    }

    @Test(arguments: TeamMistake.allCases)
    func `a planted mistake is found`(mistake: TeamMistake) {
        guard let scene = mistake.scene else { return }
        let found = TeamExplorer(scene.world, scene.limits).explore(enough: 1)
        print("PROBE \(mistake) \(found.histories) \(found.words)")
        #expect(found.wrong > 0)
        var world = scene.world
        world.mistake = nil
        if world.hasTimeline || world.hosts == 1 {
            let sound = TeamExplorer(world, scene.limits).explore()
            #expect(sound.wrong == 0, "\(mistake): \(sound.words)")
        }
    }
}
