/// A world small enough to go every way in it.
struct TeamScene: CustomStringConvertible, Sendable {
    let description: String
    var world: TeamWorld
    let limits: [TeamFate.Trouble: Int]

    init(_ description: String, _ world: TeamWorld, _ limits: [TeamFate.Trouble: Int]) {
        (self.description, self.world, self.limits) = (description, world, limits)
    }

    fileprivate static let two = [SimulatedWish(name: "n", count: 1), SimulatedWish(name: "m", count: 1)]

    /// Everything that must hold whatever happens.
    static let all = [
        TeamScene("machines that stop and die", TeamWorld(), [.kill: 1, .stop: 2]),
        TeamScene("a person decides", TeamWorld(lag: 60_000), [.kill: 1, .stop: 1, .person: 1, .send: 1]),
        TeamScene("three machines", TeamWorld(hosts: 3, runs: 1, lag: 60_000), [.stop: 2]),
        TeamScene("commits without an answer", TeamWorld(lag: 60_000), [.stop: 1, .commit: 1, .cut: 1, .person: 1]),
        TeamScene(
            "a commit that nobody can ask for", TeamWorld(lag: 60_000), [.kill: 1, .commit: 1, .cut: 1]),
        TeamScene("commits fail again and again", TeamWorld(), [.commit: 2, .cut: 1]),
        TeamScene("two names, and one server a day", TeamWorld(wishes: two, limit: 1), [.kill: 1, .stop: 1]),
        TeamScene("two names, commits that fail", TeamWorld(wishes: two), [.kill: 1, .commit: 1]),
        TeamScene("the server crashes", TeamWorld(lag: 60_000, failures: [.crash]), [.stop: 1, .server: 1]),
        TeamScene(
            "a standby takes over", TeamWorld(lag: 60_000, failures: [.asynchronous, .synchronous]),
            [.stop: 1, .server: 1]),
        TeamScene(
            "two names, and a standby takes over",
            TeamWorld(wishes: two, lag: 60_000, failures: [.asynchronous], isForgetful: true), [.stop: 1, .server: 1]),
        TeamScene(
            "a standby takes over from machines that remember nothing",
            TeamWorld(lag: 60_000, failures: [.asynchronous], isForgetful: true), [.kill: 1, .stop: 1, .server: 1]),
    ]
}

extension TeamMistake {
    /// Where the mistake shows.
    ///
    /// A fence that would make up for the mistake is taken away: compare-and-swap for the epoch, the timeline for the mark.
    var scene: TeamScene {
        var world = TeamWorld(lag: 60_000, mistake: self)
        var limits: [TeamFate.Trouble: Int] = [.stop: 1]
        switch self {
        case .noEpochCheck, .claimCheckedEarly, .renewalTakesBack: world.hasSwap = false
        case .epochReused: (world.hasSwap, world.hosts, limits) = (false, 3, [.stop: 2])
        case .noCheckBeforeSend, .deadlineFromAnswer, .signedAfterCheck, .absentWhileOwnerLives,
            .absentBeforeSignatureEnds:
            limits = [.stop: 1, .person: 1]
        case .leaseByClientClock: (world.skew, limits) = (-TeamWorld.hour, [.stop: 1, .person: 1])
        case .intentNotDurable: (world.failures, limits) = ([.crash], [.server: 1])
        case .capOutsideTransaction:
            world.wishes = TeamScene.two
            world.limit = 1
        case .capByClientClock:
            (world.wishes, world.limit, world.hosts) = (TeamScene.two, 1, 1)
            (world.skew, world.rest, limits) = (TeamWorld.hour, 47 * TeamWorld.hour / 2, [:])
        case .takeoverSendsAgain: limits = [.kill: 1]
        case .unknownCommitRepeated: limits = [.commit: 1, .stop: 1]
        case .unknownMeansCommitted: limits = [.commit: 1]
        case .evidenceDropped, .releasedBeforeOutcome: break
        case .releaseNotRepeated:
            (world.wishes, limits) = (TeamScene.two, [.commit: 2])
        case .spoolWaits:
            (world.wishes, world.hosts, world.lag) = (TeamScene.two, 1, 0)
            limits = [.commit: 1]
        case .evidenceByNumber:
            (world.failures, world.isForgetful) = ([.asynchronous], true)
            limits = [.stop: 1, .server: 1, .kill: 1]
        case .withdrawnByNumber: limits = [.commit: 1, .cut: 1, .kill: 1]
        case .noMark:
            (world.hosts, world.hasTimeline, world.failures) = (1, false, [.asynchronous])
            limits = [.server: 1, .kill: 1]
        case .timelineAtClaimOnly: (world.failures, limits) = ([.asynchronous], [.stop: 1, .server: 1])
        case .timelineNotedByOthers:
            (world.failures, world.isForgetful, world.wishes) = ([.asynchronous], true, TeamScene.two)
            limits = [.stop: 1, .server: 1]
        case .timelineIgnored: (world.failures, limits) = ([.asynchronous], [.server: 1])
        }
        return TeamScene("\(self)", world, limits)
    }
}
