@testable import Ledger

/// Machines of a team that buy the same names on one ledger, which is on a server.
///
/// The order of steps and the judgement of answers and lists are the ledger's own; server, machines, network, service and
/// time are imagined. A driver says who moves when: `TeamExplorer` tries every way, `tell()` tells one by a
/// seed.
struct TeamStory {
    let world: TeamWorld
    var fate: TeamFate
    /// Draws what the service does in detail.
    var dice: SeededDice
    var service: SimulatedService
    var database: TeamDatabase
    /// What the server has on its disk: differs from `database` only where a mistake says so.
    var durable: TeamDatabase
    /// What the database was before each of the last commits, the newest last: an asynchronous standby may be that far behind.
    var past: [TeamDatabase] = []
    var hosts: [TeamHost]
    var truth = TeamTruth()
    var time = 0
    /// Whose turn it is, where every way is gone.
    var turn = 0
    /// In a story of a seed: when a person comes and to which name, the longest time between two runs of a machine, and how much
    /// has happened.
    var visits: [Visit] = []
    var pause = 0
    var steps = 0
    private var lastRun = 0
    private var lastEvent = 0
    private(set) var verdicts: SimulatedVerdicts

    /// A person comes to look after a name.
    struct Visit {
        let at: Int
        let wish: Int
    }

    init(_ world: TeamWorld, _ fate: TeamFate, _ dice: SeededDice, verdicts: SimulatedVerdicts = SimulatedVerdicts()) {
        (self.world, self.fate, self.dice, self.verdicts) = (world, fate, dice, verdicts)
        service = SimulatedService(world.wishes, lag: world.lag, lateness: world.lateness)
        database = TeamDatabase(names: world.wishes.count)
        durable = database
        hosts = (0..<world.hosts).map { _ in TeamHost() }
        if world.skew != 0 { (hosts[0].skew, hosts[0].hasToken) = (world.skew, true) }
    }

    mutating func judge(_ answer: TeamAnswer) -> SimulatedVerdicts.Entry {
        verdicts.entry(answer.fault, world.wishes[answer.wish].count)
    }

    mutating func nextRun() -> Int {
        lastRun += 1
        return lastRun
    }

    /// Whether the machine gets through to the server.
    func reaches(_ host: Int) -> Bool { hosts[host].cutUntil <= time }

    /// Renews the leases of all runs that live and get through.
    mutating func renew() {
        for index in hosts.indices {
            let host = hosts[index]
            guard let run = host.run, !host.isStopped, host.cutUntil <= time else { continue }
            database.leases[run] = time + TeamWorld.lease
            if world.mistake != .releaseNotRepeated { giveBack(host, run) }
            if world.mistake == .renewalTakesBack, host.epoch > 0 {
                database.claims[host.wish] = TeamDatabase.Claim(run: run, epoch: host.epoch)
            }
        }
    }
}

extension TeamStory {
    /// Gives back what the run has and does not work on: a release may get lost, and the run may go on for days.
    private mutating func giveBack(_ host: TeamHost, _ run: Int) {
        let isWorking = host.phase != .claiming && host.phase != .delivering
        for name in database.claims.indices where database.claims[name].run == run {
            if isWorking, host.wish == name { continue }
            database.release(name, run, forgetsEpoch: world.mistake == .epochReused)
        }
    }
}

// MARK: - Transactions

extension TeamStory {
    /// What a run knows of its transaction.
    enum Commit: Equatable {
        case done
        case refused(TeamDatabase.Refusal)
        /// Nothing was changed.
        case failed
        /// The commit had no answer.
        case unknown
    }

    /// Runs a transaction. Whatever it looks at, it sees under the lock of the chain's end, which must have come from what this
    /// machine has seen.
    ///
    /// - Parameter isEvent: Whether it adds to the chain.
    mutating func commit(
        _ host: Int, isEvent: Bool = true, isDurable: Bool = true,
        _ change: (inout TeamDatabase) -> TeamDatabase.Refusal?
    ) -> Commit {
        guard reaches(host) else { return .failed }
        let trouble = fate.strike(.commit, ways: 3)
        if trouble == 1 { return .failed }
        guard hasSeenNoMore(host) else { return .refused(.rolledBack) }
        var next = database
        if let refusal = change(&next) { return .refused(refusal) }
        if trouble == 2 { return .unknown }
        if isEvent {
            lastEvent += 1
            next.chain.append(lastEvent)
        }
        keep(next, isDurable: isDurable)
        if trouble == 3 { return .unknown }
        hosts[host].mark = lastEvent(in: next)
        return .done
    }

    /// Adds what a person decided to the chain.
    mutating func addEvent() {
        lastEvent += 1
        database.chain.append(lastEvent)
        durable = database
    }

    /// How many commits a standby may be behind.
    static let replicas = 3

    func lastEvent(in database: TeamDatabase) -> Int { database.chain.last ?? 0 }

    private mutating func keep(_ next: TeamDatabase, isDurable: Bool) {
        if world.failures.contains(.asynchronous) {
            past.append(database)
            if past.count > Self.replicas { past.removeFirst() }
        }
        database = next
        if isDurable { durable = next }
    }

    /// The server fails, and comes back or has another take its place.
    mutating func failServer(_ failure: TeamWorld.Failure, lost: Int) {
        truth.failures += 1
        let before = database
        switch failure {
        case .crash: database = durable
        case .synchronous:
            database.timeline += 1
            (database.knownTimeline, database.notedTimeline) = (database.timeline, database.timeline)
        case .asynchronous:
            if let older = past.dropLast(max(0, min(lost, past.count) - 1)).last, lost > 0 { database = older }
            (database.timeline, past) = (before.timeline + 1, [])
        }
        durable = database
        if lastEvent(in: database) < lastEvent(in: before) { truth.hasLostCommits = failure == .asynchronous }
    }
}
