@testable import Ledger

/// What an imagined server holds: a team's purchases, who works on which, and until when they do so without renewing.
struct TeamDatabase {
    /// Who works on a name. The epoch grows with each owner.
    struct Claim: Hashable {
        var run: Int?
        var epoch = 0
    }

    /// Why a transaction changed nothing.
    enum Refusal: Hashable {
        /// The name is claimed by a run that lives.
        case held
        /// The claim is another's by now.
        case fenced
        /// The record changed since it was read.
        case raced
        /// The day's limit would be passed.
        case limit
        /// The chain lacks what this machine has seen.
        case rolledBack
        /// Another server took over lately, and may lack what the first one had.
        case quarantined
    }

    var rows: [SimulatedRecord]
    var claims: [Claim]
    /// Until when each run's lease lasts, by the server's clock.
    var leases: [Int: Int] = [:]
    /// The events; numbers are never given twice, whatever is lost.
    var chain: [Int] = [0]
    /// Which server this is: grows when a standby takes over.
    var timeline = 1
    /// The timeline that was bought on last, and the last that somebody has noticed.
    var knownTimeline = 1
    var notedTimeline = 1
    /// Until when nothing is bought because another server took over; nil until somebody noticed.
    var quarantine: Int?

    init(names: Int) {
        rows = (0..<names).map { _ in SimulatedRecord() }
        claims = (0..<names).map { _ in Claim() }
    }

    /// Whether the run's lease lasts at `time`.
    func isAlive(_ run: Int?, at time: Int) -> Bool {
        guard let run, let until = leases[run] else { return false }
        return until > time
    }

    /// Whether the chain has an event.
    func has(_ event: Int) -> Bool { chain.last == event || chain.contains(event) }

    /// Whether another server took over since something was last bought.
    func isReplaced(_ world: TeamWorld) -> Bool {
        timeline != knownTimeline && world.hasTimeline && world.mistake != .timelineIgnored
    }

    /// Refuses to buy until what the replaced server may have known shows in the list.
    mutating func checkTimeline(at time: Int, _ world: TeamWorld) -> Refusal? {
        guard isReplaced(world) else { return nil }
        guard let end = quarantine, end <= time else { return .quarantined }
        (knownTimeline, quarantine) = (timeline, nil)
        return nil
    }

    /// Claims `name` for `run`, if it is free or its owner has lapsed at `time`.
    mutating func claim(_ name: Int, _ run: Int, at time: Int, judgedAt clock: Int) -> Refusal? {
        leases[run] = time + TeamWorld.lease
        let owner = claims[name].run
        if owner == run { return nil }
        if isAlive(owner, at: clock) { return .held }
        claims[name] = Claim(run: run, epoch: claims[name].epoch + 1)
        return nil
    }

    mutating func release(_ name: Int, _ run: Int, forgetsEpoch: Bool) {
        guard claims[name].run == run else { return }
        claims[name] = Claim(run: nil, epoch: forgetsEpoch ? 0 : claims[name].epoch)
    }

    /// Ends the run's lease and gives up its claims.
    mutating func end(_ run: Int, forgetsEpoch: Bool) {
        for name in claims.indices { release(name, run, forgetsEpoch: forgetsEpoch) }
        leases[run] = nil
    }

    /// Servers of other names that were sent for since `start` and may have been bought.
    func servers(since start: Int, besides name: Int, _ wishes: [SimulatedWish]) -> Int {
        rows.indices.reduce(0) { sum, row in
            let isCounted = row != name && rows[row].state.map { !$0.maySend } ?? false && rows[row].sentAt > start
            return isCounted ? sum + wishes[row].count : sum
        }
    }
}
