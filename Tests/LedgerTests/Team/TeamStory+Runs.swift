@testable import Ledger

// A run from its beginning to its end: it delivers what its machine kept, then claims and buys one name after the other.
extension TeamStory {
    /// Moves a machine by one step.
    mutating func move(_ host: Int) {
        switch hosts[host].phase {
        case .idle: open(host)
        case .delivering: deliver(host)
        case .claiming: claim(host)
        case .reading: read(host)
        case .buying: carryOut(host)
        case .committing: commitIntent(host)
        case .hearing: hear(host)
        case .asking: ask(host)
        case .leaving: leave(host)
        case .releasing: release(host)
        }
    }

    private mutating func open(_ host: Int) {
        hosts[host].runs += 1
        guard reaches(host) else { return end(host, isFinished: false) }
        if world.isForgetful { hosts[host].mark = 0 }
        // The chain lacks what this machine has seen: it buys nothing until a person says how to go on.
        guard hasSeenNoMore(host) else { return end(host, isFinished: true) }
        notice()
        let run = nextRun()
        database.leases[run] = time + TeamWorld.lease
        hosts[host].mark = lastEvent(in: database)
        (hosts[host].run, hosts[host].isThrough, hosts[host].epoch) = (run, 0, 0)
        (hosts[host].budget, hosts[host].doubtsInARow) = (900_000, 0)
        let mustDeliver = !hosts[host].spool.isEmpty && world.mistake != .spoolWaits
        hosts[host].phase = mustDeliver ? .delivering : .claiming
    }

    /// Whether the chain has the last event that the machine has seen.
    func hasSeenNoMore(_ host: Int) -> Bool { world.mistake == .noMark || database.has(hosts[host].mark) }

    /// Remembers that another server took over, the first time that somebody sees it.
    private mutating func notice() {
        guard database.isReplaced(world), database.notedTimeline != database.timeline else { return }
        // One take-over may follow another: the later one counts.
        (database.quarantine, database.notedTimeline) = (time + world.settled, database.timeline)
        (durable.quarantine, durable.notedTimeline) = (database.quarantine, database.notedTimeline)
    }

    private mutating func deliver(_ host: Int) {
        let documents = hosts[host].spool.map { ($0, judge($0)) }
        let byNumber = world.mistake == .evidenceByNumber
        let result = commit(host) { next in
            for (answer, entry) in documents {
                if let refusal = next.recordEvidence(answer, entry, byNumber: byNumber) { return refusal }
            }
            return nil
        }
        switch result {
        case .done: (hosts[host].spool, hosts[host].phase) = ([], .claiming)
        case .refused: end(host, isFinished: true)
        case .failed, .unknown: end(host, isFinished: false)
        }
    }

    // MARK: Claims

    /// Whether the run that recorded the intent goes on, and does not know that it did not send.
    private func isAtWork(_ row: SimulatedRecord) -> Bool {
        hosts.contains { $0.run == row.senders.last && $0.unsent != row.senders }
    }

    func nextWish(_ host: Int) -> Int { (host + hosts[host].isThrough) % world.wishes.count }

    private mutating func claim(_ host: Int) {
        guard let run = hosts[host].run else { return }
        guard hosts[host].isThrough < world.wishes.count else { return end(host, isFinished: true) }
        // Each machine begins with another name.
        let wish = nextWish(host)
        hosts[host].wish = wish
        let (now, owner) = (time, database.claims[wish].run)
        let wasAlive = owner != run && database.isAlive(owner, at: time)
        let clock = world.mistake == .leaseByClientClock ? time + hosts[host].skew : time
        let (world, row) = (world, database.rows[wish])
        // Given up by a run that lives and does not know yet what it bought.
        let isUnfinished = row.state == .sending && row.senders.last != run && row.epoch == database.claims[wish].epoch
        let isSent = isUnfinished && database.isAlive(row.senders.last, at: time) && isAtWork(row)
        let result = commit(host, isEvent: false) { next in
            if let refusal = next.checkTimeline(at: now, world) { return refusal }
            return next.claim(wish, run, at: now, judgedAt: clock)
        }
        switch result {
        case .done:
            if let owner, owner != run { truth.takeovers += 1 }
            if wasAlive || isSent { truth.robberies += 1 }
            (hosts[host].epoch, hosts[host].timeline) = (database.claims[wish].epoch, database.timeline)
            hosts[host].phase = .reading
        case .refused(.held): hosts[host].wakesAt = time + 5_000 + fate.below(120_000)
        case .refused, .failed, .unknown: end(host, isFinished: false)
        }
    }

    /// What the machine's run shows for the name that it works on.
    func token(_ host: Int) -> TeamToken {
        TeamToken(
            wish: hosts[host].wish, run: hosts[host].run ?? 0, epoch: hosts[host].epoch,
            timeline: hosts[host].timeline, mistake: world.mistake)
    }

    private mutating func release(_ host: Int) {
        guard let run = hosts[host].run else { return }
        let (wish, forgets) = (hosts[host].wish, world.mistake == .epochReused)
        _ = commit(host, isEvent: false) { next in
            next.release(wish, run, forgetsEpoch: forgets)
            return nil
        }
        hosts[host].isThrough += 1
        (hosts[host].epoch, hosts[host].phase) = (0, .claiming)
    }

    // MARK: Ends

    /// Ends a run by itself: it gives up what it has, if it gets through.
    ///
    /// - Parameter isFinished: Whether the script reached its end.
    mutating func end(_ host: Int, isFinished: Bool) {
        if hosts[host].answer != nil, !hosts[host].isKept { truth.dropped += 1 }
        if let run = hosts[host].run, reaches(host) {
            database.end(run, forgetsEpoch: world.mistake == .epochReused)
            durable.end(run, forgetsEpoch: world.mistake == .epochReused)
        }
        leaveRun(host)
        hosts[host].isDone = isFinished || hosts[host].runs >= world.runs
    }

    mutating func kill(_ host: Int) {
        truth.kills += 1
        leaveRun(host)
        hosts[host].isDone = hosts[host].runs >= world.runs
    }

    private mutating func leaveRun(_ host: Int) {
        (hosts[host].run, hosts[host].phase, hosts[host].step) = (nil, .idle, nil)
        (hosts[host].answer, hosts[host].isKept, hosts[host].epoch) = (nil, false, 0)
        hosts[host].unsent = nil
        hosts[host].isStopped = false
    }
}
