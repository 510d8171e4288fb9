/// Goes every way that a team's story can take, within limits on how often each trouble comes.
///
/// Histories with a common beginning share it: a copy of the story is kept at each choice, and the next history goes on
/// from the last copy that it passes.
struct TeamExplorer {
    struct Tally {
        var histories = 0
        var truth = TeamTruth()
        /// Histories in which something happened that must not.
        var wrong = 0
        /// The choices of the shortest of these.
        var example: [Int]?
        var exampleTruth: TeamTruth?
        /// Histories with these in them.
        var (takeovers, lateSends, sends) = (0, 0, 0)
    }

    let world: TeamWorld
    let limits: [TeamFate.Trouble: Int]

    init(_ world: TeamWorld, _ limits: [TeamFate.Trouble: Int]) { (self.world, self.limits) = (world, limits) }

    /// Tells every history, or as many as it takes to find `enough` wrong ones.
    func explore(enough: Int = .max) -> Tally {
        var tally = Tally()
        var chooser = Chooser()
        var copies = [TeamStory(world, TeamFate(every: limits), SeededDice(seed: 1))]
        repeat {
            chooser = tell(&copies, chooser, &tally)
        } while tally.wrong < enough && advance(&chooser, &copies)
        return tally
    }

    private func tell(_ copies: inout [TeamStory], _ chooser: Chooser, _ tally: inout Tally) -> Chooser {
        guard var story = copies.last else { return chooser }
        let start = story.fate.chooser.position
        story.fate.chooser = chooser
        story.fate.chooser.resume(at: start)
        var last = start
        while story.goOn() {
            guard story.fate.chooser.position > last else { continue }
            last = story.fate.chooser.position
            copies.append(story)
        }
        story.conclude()
        tally.add(story)
        return story.fate.chooser
    }

    private func advance(_ chooser: inout Chooser, _ copies: inout [TeamStory]) -> Bool {
        guard chooser.advance() else { return false }
        while copies.count > 1, let last = copies.last, last.fate.chooser.position >= chooser.length {
            copies.removeLast()
        }
        return true
    }
}

extension TeamExplorer.Tally {
    /// What went wrong in the shortest history, and its choices.
    var words: String { "\(exampleTruth?.words ?? "nothing is wrong") after \(example ?? [])" }

    fileprivate mutating func add(_ story: TeamStory) {
        histories += 1
        takeovers += story.truth.takeovers > 0 ? 1 : 0
        lateSends += story.truth.lateSends > 0 ? 1 : 0
        sends += story.truth.sends
        guard story.truth.isWrong else { return }
        wrong += 1
        let history = story.fate.chooser.history
        if example.map({ history.count < $0.count }) ?? true { (example, exampleTruth) = (history, story.truth) }
    }
}

// MARK: - Who moves

extension TeamStory {
    /// One machine moves on; another gets its turn where the first stops, waits or ends. False at the story's end.
    mutating func goOn() -> Bool {
        renew()
        guard let host = nextHost() else { return false }
        guard !isInterrupted(host) else { return true }
        waitForQuarantine(host)
        let (run, phase) = (hosts[host].run, hosts[host].phase)
        move(host)
        time = max(time + 1, hosts[host].wakesAt)
        service.deliver(until: time, &dice)
        if run != nil, hosts[host].run == nil {
            turn = (host + 1) % hosts.count
            skip(world.rest)
            decideAll()
        } else if phase == .asking, hosts[host].phase == .claiming {
            turn = (host + 1) % hosts.count
        }
        return true
    }

    /// The machine whose turn it is, or else another that can move: one that was stopped wakes up only then.
    private mutating func nextHost(waits: Int = 3) -> Int? {
        for distance in hosts.indices {
            let host = (turn + distance) % hosts.count
            guard canMove(host) else { continue }
            if host != turn || hosts[host].isStopped { turn = host }
            hosts[host].isStopped = false
            renew()
            return host
        }
        guard hosts.contains(where: { !$0.isDone }) else { return nil }
        guard waits > 0 else {
            truth.isStuck = true
            return nil
        }
        // All that is left waits for a lease to end; whoever asks first then has the name.
        skip(TeamWorld.lease + 1)
        turn = (turn + fate.pick(hosts.count)) % hosts.count
        return nextHost(waits: waits - 1)
    }

    /// A run that begins while nothing may be bought would only end again.
    private mutating func waitForQuarantine(_ host: Int) {
        guard hosts[host].phase == .idle, let end = database.quarantine, end > time else { return }
        skip(end - time)
    }

    /// A claim that another has is waited for.
    private func canMove(_ host: Int) -> Bool {
        guard !hosts[host].isDone else { return false }
        guard hosts[host].phase == .claiming, hosts[host].isThrough < world.wishes.count else { return true }
        let owner = database.claims[nextWish(host)].run
        let clock = world.mistake == .leaseByClientClock ? time + hosts[host].skew : time
        return owner == hosts[host].run || !database.isAlive(owner, at: clock)
    }

    mutating func skip(_ span: Int) {
        time += span
        service.deliver(until: time, &dice)
        renew()
    }

    /// Failures of the server, kills and stops between two steps of a run that has a claim.
    private mutating func isInterrupted(_ host: Int) -> Bool {
        switch hosts[host].phase {
        case .idle, .claiming, .releasing: return false
        default: break
        }
        let way = fate.strike(.server, ways: world.failures.count * Self.replicas)
        if way > 0 { failServer(world.failures[(way - 1) / Self.replicas], lost: 1 + (way - 1) % Self.replicas) }
        if fate.strike(.kill) == 1 {
            kill(host)
        } else {
            let way = fate.strike(.stop, ways: 2)
            guard way > 0 else { return false }
            if way == 2 { stop(host) }
        }
        turn = (host + 1) % hosts.count
        decideAll()
        return true
    }

    /// Stops a machine for longer than its lease.
    private mutating func stop(_ host: Int) {
        truth.stops += 1
        hosts[host].isStopped = true
        skip(TeamWorld.lease + 1)
    }

    /// A person may be called when a run has ended or stands still, comes as soon as the rules allow it, and decides.
    private mutating func decideAll() {
        for wish in world.wishes.indices {
            guard let from = mayBeAbsent(wish), fate.strike(.person) == 1 else { continue }
            if from > time { skip(from - time) }
            decide(wish)
        }
    }
}
