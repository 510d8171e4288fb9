@testable import Ledger

// A team's story as a seed tells it: up to four machines with clocks of their own, up to three names, hours and days.
extension TeamStory {
    init(seed: UInt64, mistake: TeamMistake? = nil, verdicts: SimulatedVerdicts = SimulatedVerdicts()) {
        var dice = SeededDice(seed: seed)
        var world = Self.world(&dice)
        world.mistake = mistake
        let pause = [TeamWorld.hour, 4 * TeamWorld.hour, 30 * TeamWorld.hour][dice.below(3)]
        let fate = TeamFate(dice, limits: Self.limits(&dice), rarities: Self.rarities(&dice))
        self.init(world, fate, dice, verdicts: verdicts)
        self.pause = pause
        for host in hosts.indices { Self.setUp(&hosts[host], &dice) }
    }

    private static func world(_ dice: inout SeededDice) -> TeamWorld {
        var world = TeamWorld()
        world.wishes = Simulation.wishes(&dice)
        (world.hosts, world.runs, world.looks) = (dice.within(1...4), 6, 6)
        world.lag = [0, 0, 30_000, 600_000, 7_200_000][dice.below(5)]
        world.lateness = 10_000...dice.within(20_000...600_000)
        if dice.isOne(in: 2) { world.limit = dice.within(1...6) }
        world.failures = [[], [], [.crash], [.synchronous], [.asynchronous, .crash]][dice.below(5)]
        // With the record of a purchase its name is lost, and its servers may be taken for those of a name that looks like it.
        if world.failures.contains(.asynchronous) {
            world.wishes = zip(["x", "y", "z"], world.wishes).map { SimulatedWish(name: $0, count: $1.count) }
        }
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
    mutating func tell() -> TeamTruth {
        while let host = earliest(), steps < 3000 {
            time = max(time, hosts[host].wakesAt)
            steps += 1
            service.deliver(until: time, &dice)
            hosts[host].isStopped = false
            renew()
            visit()
            if !isTroubled(host) { act(host) }
        }
        conclude()
        return truth
    }

    /// Who acts next: the earliest; of two at the same time the first.
    private func earliest() -> Int? {
        var best: Int?
        var least = Int.max
        for index in hosts.indices {
            let host = hosts[index]
            if !host.isDone, host.wakesAt < least { (best, least) = (index, host.wakesAt) }
        }
        return best
    }

    private mutating func act(_ host: Int) {
        let (run, phase) = (hosts[host].run, hosts[host].phase)
        hosts[host].wakesAt = 0
        move(host)
        // An answer takes its time.
        let length = phase == .leaving ? 60_000 : 500
        hosts[host].wakesAt = max(hosts[host].wakesAt, time + 1 + fate.below(length))
        if run != nil || phase == .idle, hosts[host].run == nil { rest(host) }
    }

    /// A run has ended; perhaps a person is called.
    private mutating func rest(_ host: Int) {
        hosts[host].wakesAt = time + 1000 + fate.below(pause)
        for wish in world.wishes.indices where mayBeAbsent(wish) != nil && fate.below(4) == 0 {
            if fate.strike(.person) == 1 { visits.append(Visit(at: time + fate.below(pause), wish: wish)) }
        }
    }

    private mutating func visit() {
        guard !visits.isEmpty else { return }
        for visit in visits where visit.at <= time { decide(visit.wish) }
        visits.removeAll { $0.at <= time }
    }

    // MARK: Troubles

    /// A kill, a stop, a cut or a failure of the server before a step; true when the machine does not come to it.
    private mutating func isTroubled(_ host: Int) -> Bool {
        let failures = world.failures
        if !failures.isEmpty, fate.strike(.server) == 1 {
            failServer(failures[fate.below(failures.count)], lost: fate.below(Self.replicas + 1))
        }
        guard hosts[host].run != nil else { return false }
        if fate.strike(.cut) == 1 { hosts[host].cutUntil = time + length() }
        if fate.strike(.kill) == 1 {
            kill(host)
            rest(host)
            return true
        }
        // Between the intent and the send it matters most.
        guard fate.strike(.stop) == 1 || isCritical(host) && (fate.strike(.stop) == 1 || fate.strike(.stop) == 1) else {
            return false
        }
        truth.stops += 1
        hosts[host].isStopped = true
        hosts[host].wakesAt = time + length()
        return true
    }

    private func isCritical(_ host: Int) -> Bool {
        let phase = hosts[host].phase
        return phase == .committing || phase == .hearing || phase == .leaving || hosts[host].step == .send
    }

    /// Seconds, minutes or hours.
    private mutating func length() -> Int {
        1 + fate.below([20_000, 60_000, 2_400_000, 4 * TeamWorld.hour][fate.below(4)])
    }
}
