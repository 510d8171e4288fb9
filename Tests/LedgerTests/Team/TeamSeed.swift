@testable import Ledger

/// A team's story as a seed tells it: up to four machines with clocks of their own, up to three names, hours and days.
struct TeamSeed {
    private(set) var story: TeamStory
    private(set) var steps = 0
    /// When a person comes, and to which name.
    private var visits: [(at: Int, wish: Int)] = []
    /// The longest time between two runs of a machine.
    private let pause: Int

    init(seed: UInt64, mistake: TeamMistake? = nil, verdicts: SimulatedVerdicts = SimulatedVerdicts()) {
        var dice = SeededDice(seed: seed)
        var world = Self.world(&dice)
        world.mistake = mistake
        pause = [TeamWorld.hour, 4 * TeamWorld.hour, 30 * TeamWorld.hour][dice.below(3)]
        let fate = TeamFate(dice, limits: Self.limits(&dice), rarities: Self.rarities(&dice))
        story = TeamStory(world, fate, dice, verdicts: verdicts)
        for host in story.hosts.indices { Self.setUp(&story.hosts[host], &dice) }
    }

    private static func world(_ dice: inout SeededDice) -> TeamWorld {
        var world = TeamWorld()
        world.wishes = Simulation.wishes(&dice)
        (world.hosts, world.runs, world.looks) = (dice.within(1...4), 6, 6)
        world.lag = [0, 0, 30_000, 600_000, 7_200_000][dice.below(5)]
        world.lateness = 10_000...dice.within(20_000...600_000)
        if dice.isOne(in: 2) { world.limit = dice.within(1...6) }
        world.failures = [[], [], [.crash], [.synchronous], [.asynchronous, .crash]][dice.below(5)]
        world.isForgetful = dice.isOne(in: 4)
        // What the gateway repeats by itself no ledger can see; other stories tell of it.
        world.sendFaults = SendFault.allCases.filter { $0 != .none && $0 != .gatewayRepeats }
        return world
    }

    /// How often each trouble comes at most, in the order of `TeamFate.Trouble`.
    private static func limits(_ dice: inout SeededDice) -> [Int] {
        [dice.below(5), dice.below(5), dice.below(4), dice.below(5), 10, 10, dice.below(3), 4]
    }

    private static func rarities(_ dice: inout SeededDice) -> [Int] {
        let (often, seldom) = ([4, 12, 40][dice.below(3)], [2, 4, 10][dice.below(3)])
        return [often * 2, often, often * 2, seldom * 3, seldom, seldom * 4, often * 4, 1]
    }

    /// A clock that is far out is one whose signatures the service refuses: such a machine has a token.
    private static func setUp(_ host: inout TeamHost, _ dice: inout SeededDice) {
        host.wakesAt = dice.below(60_000)
        host.hasToken = dice.isOne(in: 2)
        host.skew = host.hasToken ? dice.within(-TeamWorld.hour...TeamWorld.hour) : dice.within(-840_000...840_000)
    }

    /// Tells the story to its end, and counts what must never happen.
    mutating func run() -> TeamTruth {
        while let host = next(), steps < 3000 {
            story.time = max(story.time, story.hosts[host].wakesAt)
            steps += 1
            story.service.deliver(until: story.time, &story.dice)
            story.hosts[host].isStopped = false
            story.renew()
            visit()
            if !isInterrupted(host) { move(host) }
        }
        story.conclude()
        return story.truth
    }

    /// Who acts next: the earliest; of two at the same time the first.
    private func next() -> Int? {
        var best: Int?
        for host in story.hosts.indices where !story.hosts[host].isDone {
            if best.map({ story.hosts[host].wakesAt < story.hosts[$0].wakesAt }) ?? true { best = host }
        }
        return best
    }

    private mutating func move(_ host: Int) {
        let (run, phase) = (story.hosts[host].run, story.hosts[host].phase)
        story.hosts[host].wakesAt = 0
        story.move(host)
        // An answer takes its time.
        let length = phase == .leaving ? 60_000 : 500
        story.hosts[host].wakesAt = max(story.hosts[host].wakesAt, story.time + 1 + story.fate.below(length))
        if run != nil || phase == .idle, story.hosts[host].run == nil { rest(host) }
    }

    /// A run has ended; perhaps a person is called.
    private mutating func rest(_ host: Int) {
        story.hosts[host].wakesAt = story.time + 1000 + story.fate.below(pause)
        for wish in story.world.wishes.indices where story.mayBeAbsent(wish) != nil && story.fate.below(4) == 0 {
            if story.fate.strike(.person) == 1 { visits.append((story.time + story.fate.below(pause), wish)) }
        }
    }

    private mutating func visit() {
        guard !visits.isEmpty else { return }
        for visit in visits where visit.at <= story.time { story.decide(visit.wish) }
        visits.removeAll { $0.at <= story.time }
    }

    // MARK: Troubles

    /// A kill, a stop, a cut or a failure of the server before a step; true when the machine does not come to it.
    private mutating func isInterrupted(_ host: Int) -> Bool {
        let failures = story.world.failures
        if !failures.isEmpty, story.fate.strike(.server) == 1 {
            story.failServer(failures[story.fate.below(failures.count)], lost: story.fate.below(TeamStory.replicas + 1))
        }
        guard story.hosts[host].run != nil else { return false }
        if story.fate.strike(.cut) == 1 { story.hosts[host].cutUntil = story.time + length() }
        if story.fate.strike(.kill) == 1 {
            story.kill(host)
            rest(host)
            return true
        }
        // Between the intent and the send it matters most.
        let chances = Self.isCritical(story.hosts[host]) ? 4 : 1
        guard (0..<chances).contains(where: { _ in story.fate.strike(.stop) == 1 }) else { return false }
        story.truth.stops += 1
        story.hosts[host].isStopped = true
        story.hosts[host].wakesAt = story.time + length()
        return true
    }

    private static func isCritical(_ host: TeamHost) -> Bool {
        host.phase == .committing || host.phase == .leaving || host.step == .send
    }

    /// Seconds, minutes or hours.
    private mutating func length() -> Int {
        1 + story.fate.below([20_000, 60_000, 2_400_000, 4 * TeamWorld.hour][story.fate.below(4)])
    }
}
