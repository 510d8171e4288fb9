import CPHModel

@testable import Ledger

// One purchase: the steps of `PurchaseMachine` by a run that has claimed the name.
extension TeamStory {
    mutating func read(_ host: Int) {
        guard reaches(host) else { return end(host, isFinished: false) }
        guard hasSeenNoMore(host) else { return end(host, isFinished: true) }
        if let unsent = hosts[host].unsent { return withdraw(unsent, host) }
        let row = database.rows[hosts[host].wish]
        (hosts[host].record, hosts[host].machine) = (row, PurchaseMachine())
        hosts[host].mark = lastEvent(in: database)
        (hosts[host].answer, hosts[host].isKept, hosts[host].isJudged, hosts[host].looks) = (nil, false, false, 0)
        hosts[host].phase = .buying
        let isForgotten = world.mistake == .takeoverSendsAgain && row.state == .sending
        report(.record(isForgotten ? .notSent : row.state, sameContent: true), host)
    }

    mutating func report(_ report: PurchaseMachine.Report, _ host: Int) {
        hosts[host].phase = .buying
        hosts[host].step = hosts[host].machine.after(report)
    }

    mutating func carryOut(_ host: Int) {
        guard let step = hosts[host].step else { return }
        switch step {
        case .preflight: preflight(host)
        case .approve:
            if hosts[host].doubtsInARow >= 2 { return end(host, isFinished: false) }
            report(.approval(true), host)
        case .recordIntent: beginIntent(host)
        case .send: prepareToSend(host)
        case .recordAnswer: recordAnswer(host)
        case .judge:
            guard let answer = hosts[host].answer else { return }
            report(.judged(judge(answer).state), host)
        case .record(let state): record(state, host)
        case .look: report(.found(look(host)), host)
        case .wait: wait(host)
        case .finish(let ending): finish(ending, host)
        }
    }

    private mutating func finish(_ ending: PurchaseMachine.Ending, _ host: Int) {
        // What the service refused, and what is not known, is for the next run.
        let maySend = hosts[host].record.state?.maySend ?? true
        guard ending == .settled, !maySend else { return end(host, isFinished: false) }
        (hosts[host].answer, hosts[host].isKept) = (nil, false)
        hosts[host].phase = .releasing
    }

    private mutating func preflight(_ host: Int) {
        if fate.strike(.look) == 1 { return end(host, isFinished: false) }
        let wish = hosts[host].wish
        let pattern = NamePattern(world.wishes[wish].name)
        let taken = service.list(world.wishes[wish].name, at: time).filter { pattern.matches($0.name) }.map(\.id)
        hosts[host].record.baseline = Set(taken)
        report(.preflight(isFree: taken.allSatisfy(others(wish).contains)), host)
    }

    /// Servers that the ledger holds under other names.
    private func others(_ wish: Int) -> Set<String> {
        database.rows.indices.reduce(into: Set<String>()) { if $1 != wish { $0.formUnion(database.rows[$1].ids) } }
    }

    // MARK: Outcomes

    private mutating func recordAnswer(_ host: Int) {
        let (token, wish, senders) = (token(host), hosts[host].wish, hosts[host].record.senders)
        let result = commit(host) { next in
            guard token.holds(in: next) else { return .fenced }
            guard next.rows[wish].senders == senders else { return .raced }
            next.rows[wish].answered.insert(senders.count)
            return nil
        }
        switch result {
        case .done:
            hosts[host].isKept = true
            if world.mistake == .releasedBeforeOutcome, let run = hosts[host].run {
                database.release(wish, run, forgetsEpoch: false)
            }
            report(.recorded, host)
        case .refused: recordEvidence(host)
        case .failed, .unknown: spool(host)
        }
    }

    private mutating func record(_ state: PurchaseState, _ host: Int) {
        let isOutcome = hosts[host].answer != nil && !hosts[host].isJudged
        var row = hosts[host].record
        take(state, isOutcome, host, &row)
        row.state = state
        switch write(row, host) {
        case .done:
            if isOutcome { hosts[host].doubtsInARow = state == .inDoubt ? hosts[host].doubtsInARow + 1 : 0 }
            hosts[host].isJudged = hosts[host].answer != nil
            report(.recorded, host)
        case .refused: isOutcome ? recordEvidence(host) : end(host, isFinished: false)
        case .failed, .unknown: isOutcome ? spool(host) : end(host, isFinished: false)
        }
    }

    /// Writes the record if the claim is this run's and nobody has written since it was read.
    private mutating func write(_ row: SimulatedRecord, _ host: Int) -> Commit {
        let (token, wish, revision, hasSwap) = (
            token(host), hosts[host].wish, hosts[host].record.revision, world.hasSwap
        )
        var row = row
        row.revision = revision + 1
        let result = commit(host) { next in
            guard token.holds(in: next) else { return .fenced }
            guard !hasSwap || next.rows[wish].revision == revision else { return .raced }
            row.answered = next.rows[wish].answered
            next.rows[wish] = row
            return nil
        }
        if result == .done { hosts[host].record = row }
        return result
    }

    private mutating func take(_ state: PurchaseState, _ isOutcome: Bool, _ host: Int, _ row: inout SimulatedRecord) {
        if isOutcome, let answer = hosts[host].answer {
            let entry = judge(answer)
            let ids = answer.ids.prefix(entry.ids)
            if entry.hasOrder { row.orderID = answer.order }
            if state == .inDoubt { row.claimed = Set(ids) } else { row.ids.formUnion(ids) }
            return
        }
        switch hosts[host].machine.finding {
        case .complete(let ids, let orderID)?, .partial(let ids, let orderID)?:
            row.ids.formUnion(ids)
            if let orderID { row.orderID = orderID }
        case .duplicate(let ids, _)?: row.claimed = Set(ids)
        case .ordered?, .nothing?, .unreadable?, nil: break
        }
    }

    /// The claim is gone: what is known of the send is recorded without it, and this run ends.
    private mutating func recordEvidence(_ host: Int) {
        guard let answer = hosts[host].answer, world.mistake != .evidenceDropped else {
            return end(host, isFinished: false)
        }
        let (entry, byNumber) = (judge(answer), world.mistake == .evidenceByNumber)
        let result = commit(host) { next in next.recordEvidence(answer, entry, byNumber: byNumber) }
        guard result == .done else { return spool(host) }
        hosts[host].isKept = true
        end(host, isFinished: false)
    }

    /// The server does not take it: the answer stays on this machine for its next run, and this one ends.
    private mutating func spool(_ host: Int) {
        if let answer = hosts[host].answer { hosts[host].spool.append(answer) }
        hosts[host].isKept = true
        end(host, isFinished: false)
    }

    // MARK: Looking

    private mutating func look(_ host: Int) -> ReconciliationResult {
        if fate.strike(.look) == 1 { return .unreadable("") }
        let wish = hosts[host].wish
        hosts[host].record.lookedAt = time
        let finding = finding(hosts[host].record, wish)
        // The billing service knows an order before its servers show.
        if finding == .nothing, let order = hosts[host].record.orderID { return .ordered(orderID: order) }
        return finding
    }

    /// What the list shows of a purchase.
    func finding(_ record: SimulatedRecord, _ wish: Int) -> ReconciliationResult {
        let whole = record.orderID == nil ? world.wishes[wish].name : nil
        let names = Set(world.wishes.indices.filter { database.rows[$0].state != nil }.map { world.wishes[$0].name })
        return Evidence(
            name: world.wishes[wish].name, count: world.wishes[wish].count, orderID: record.orderID,
            claimed: record.claimed.union(record.ids), baseline: record.baseline, others: others(wish),
            otherNames: names, sentAt: record.sentAt
        ).judge(service.list(whole, at: time))
    }

    private mutating func wait(_ host: Int) {
        hosts[host].looks += 1
        let delay = min(60_000, 5000 << min(hosts[host].looks - 1, 4), hosts[host].budget)
        let mayLook = delay > 0 && hosts[host].looks < world.looks
        if mayLook { pass(delay, host) }
        report(.waited(mayLookAgain: mayLook), host)
    }

    /// Lets time pass for one machine.
    private mutating func pass(_ delay: Int, _ host: Int) {
        hosts[host].budget -= delay
        hosts[host].wakesAt = time + delay
    }
}
