import CPHModel

@testable import Ledger

// From the intent to the answer: what must hold before a request leaves its machine.
extension TeamStory {
    mutating func beginIntent(_ host: Int) {
        hosts[host].begunAt = time
        let wish = hosts[host].wish
        hosts[host].earlyCount = TeamIntent.count(database, wish, clock(host), world)
        hosts[host].wasMine = token(host).holds(in: database)
        hosts[host].phase = .committing
    }

    /// The clock by which a day is counted.
    private func clock(_ host: Int) -> Int { world.mistake == .capByClientClock ? time + hosts[host].skew : time }

    mutating func commitIntent(_ host: Int) {
        let row = row(host)
        let intent = TeamIntent(
            token: token(host), row: row, world: world, time: time, clock: clock(host),
            earlyCount: hosts[host].earlyCount, wasMine: hosts[host].wasMine)
        let before = database.chain.count
        let result = commit(host, isDurable: world.mistake != .intentNotDurable) { next in intent.record(in: &next) }
        if database.chain.count > before { noteIntent(host) }
        switch result {
        case .done:
            hosts[host].record = row
            if world.mistake == .deadlineFromAnswer { hosts[host].phase = .hearing } else { hear(host) }
        case .refused(.raced): report(.intent(recorded: false), host)
        case .refused, .failed: end(host, isFinished: false)
        case .unknown:
            hosts[host].record = row
            hosts[host].phase = .asking
        }
    }

    /// The answer of the intent's commit arrives.
    mutating func hear(_ host: Int) {
        if world.mistake == .deadlineFromAnswer { hosts[host].begunAt = time }
        report(.intent(recorded: true), host)
    }

    private func row(_ host: Int) -> SimulatedRecord {
        var row = hosts[host].record
        (row.state, row.orderID, row.claimed) = (.sending, nil, [])
        (row.sentAt, row.epoch) = (time, hosts[host].epoch)
        row.senders.append(hosts[host].run ?? 0)
        row.revision += 1
        return row
    }

    private mutating func noteIntent(_ host: Int) {
        let wish = hosts[host].wish
        truth.intents.append(TeamTruth.Intent(wish: wish, host: host, at: time, count: world.wishes[wish].count))
        if !hosts[host].spool.isEmpty { truth.hasty += 1 }
    }

    /// Asks on a new connection what became of the intent.
    mutating func ask(_ host: Int) {
        switch world.mistake {
        case .unknownMeansCommitted: return report(.intent(recorded: true), host)
        case .unknownCommitRepeated: return repeatIntent(host)
        default: break
        }
        guard reaches(host), fate.strike(.cut) == 0 else { return giveUp(host) }
        let (row, mine) = (database.rows[hosts[host].wish], hosts[host].record)
        if row.state == .sending, row.senders == mine.senders {
            report(.intent(recorded: true), host)
        } else {
            // It is not there, and never will be: the transaction has ended. So it may be tried anew, from the record on.
            hosts[host].phase = .reading
        }
    }

    /// It can't be asked: nothing is sent. The script tries the name again, perhaps when others have had it.
    private mutating func giveUp(_ host: Int) {
        hosts[host].unsent = hosts[host].record.senders
        let run = hosts[host].run ?? 0
        if reaches(host) { database.release(hosts[host].wish, run, forgetsEpoch: false) }
        (hosts[host].epoch, hosts[host].phase) = (0, .claiming)
    }

    /// Says of an intent that nothing was sent under it, if it is recorded and nobody has taken the name over.
    mutating func withdraw(_ unsent: [Int], _ host: Int) {
        let (wish, byNumber) = (hosts[host].wish, world.mistake == .withdrawnByNumber)
        let row = database.rows[wish]
        hosts[host].unsent = nil
        guard row.state == .sending, row.senders == unsent || byNumber && row.attempt == unsent.count else { return }
        let result = commit(host) { next in
            guard next.rows[wish].revision == row.revision else { return .raced }
            next.rows[wish].state = .notSent
            next.rows[wish].revision += 1
            return nil
        }
        if result != .done { end(host, isFinished: false) }
    }

    private mutating func repeatIntent(_ host: Int) {
        let (row, wish) = (hosts[host].record, hosts[host].wish)
        hosts[host].begunAt = time
        _ = commit(host) { next in
            next.rows[wish] = row
            return nil
        }
        report(.intent(recorded: true), host)
    }

    // MARK: The request

    /// Signs the request, then looks whether the lease is long enough to send it.
    mutating func prepareToSend(_ host: Int) {
        (hosts[host].signedAt, hosts[host].checkedAt) = (time, time)
        if mayStillSend(host) {
            hosts[host].phase = .leaving
        } else {
            answer(host, .notSent)
        }
    }

    /// By the machine's clock that goes on while it sleeps, from before the intent's transaction.
    private func mayStillSend(_ host: Int) -> Bool {
        let length = TeamWorld.lease - TeamWorld.margin
        switch world.mistake {
        case .noCheckBeforeSend: return true
        case .leaseByClientClock: return time + hosts[host].skew < hosts[host].record.sentAt + length
        default: return time < hosts[host].begunAt + length
        }
    }

    /// The request leaves, however long the machine was stopped since the look at the lease.
    mutating func leave(_ host: Int) {
        if world.mistake == .signedAfterCheck { hosts[host].signedAt = time }
        let wish = hosts[host].wish
        if database.claims[wish].run != hosts[host].run { truth.lateSends += 1 }
        guard let fault = gateway(host) else { return send(host, drawFault()) }
        answer(host, fault)
    }

    private mutating func drawFault() -> SendFault {
        let way = fate.strike(.send, ways: world.sendFaults.count)
        return way == 0 ? .none : world.sendFaults[way - 1]
    }

    /// What the gateway says of a request that was held up on its way: a signature has a date, and a connection on which
    /// nothing came was closed.
    private func gateway(_ host: Int) -> SendFault? {
        if hosts[host].hasToken { return time - hosts[host].checkedAt > TeamWorld.connection ? .requestLost : nil }
        let apart = abs(hosts[host].signedAt + hosts[host].skew - time)
        return apart > TeamWorld.validity / 2 ? .refused : nil
    }

    private mutating func send(_ host: Int, _ fault: SendFault) {
        truth.sends += 1
        let wish = hosts[host].wish
        let sold = service.send(wish, fault, at: time, &dice)
        if fault.sales > 0 || fault == .late,
            let last = truth.intents.lastIndex(where: { $0.wish == wish && $0.host == host })
        {
            truth.intents[last].isCarriedOut = true
        }
        answer(host, fault, sold.order, sold.ids)
    }

    private mutating func answer(_ host: Int, _ fault: SendFault, _ order: String = "", _ ids: [String] = []) {
        hosts[host].answer = TeamAnswer(
            wish: hosts[host].wish, attempt: hosts[host].record.attempt, sender: hosts[host].run ?? 0, fault: fault,
            order: order, ids: ids)
        report(.sent, host)
    }
}
