import CPHModel

@testable import Ledger

// What a host does when it is its turn: one step of `PurchaseMachine`, or a new run.
extension Simulation {
    mutating func move(_ host: Int) {
        guard hosts[host].isRunning else { return start(host) }
        if isKilled(host) { return }
        guard let step = hosts[host].step else { return begin(host) }
        note(time, host, hosts[host].wish, code(step))
        hosts[host].wakesAt = time + 1 + dice.below(500)
        carryOut(step, host)
    }

    private func code(_ step: PurchaseMachine.Step) -> Int {
        switch step {
        case .preflight: 1
        case .approve: 2
        case .recordIntent: 3
        case .send: 4
        case .recordAnswer: 5
        case .judge: 6
        case .record(let state): 100 + (PurchaseState.allCases.firstIndex(of: state) ?? 0)
        case .look: 7
        case .wait: 8
        case .finish(let ending): ending == .settled ? 9 : 10
        }
    }

    // MARK: Runs

    private mutating func start(_ host: Int) {
        if flaws.hasLock, let holder = lockHolder, holder != host {
            hosts[host].wakesAt = time + 1000 + dice.below(60_000)
            return
        }
        loseLedger()
        hosts[host].runs += 1
        if flaws.hasLock { lockHolder = host }
        (hosts[host].isRunning, hosts[host].wish, hosts[host].step) = (true, 0, nil)
        (hosts[host].budget, hosts[host].doubtsInARow) = (900_000, 0)
    }

    /// Somebody deletes the ledger between two runs, once.
    private mutating func loseLedger() {
        guard losesLedger, !isLedgerLost, !hosts.contains(where: \.isRunning), service.late.isEmpty,
            dice.isOne(in: 3), disk.contains(where: { $0.state != nil && !$0.isOpen })
        else { return }
        // In-doubt purchases that the list does not prove would be lost, too; the list must show all there is.
        guard !disk.contains(where: \.isOpen) else { return }
        disk = wishes.map { _ in SimulatedRecord() }
        (durable, isLedgerLost) = (disk, true)
        note(time, -1)
    }

    /// - Parameter isFinished: Whether the script reached its end.
    mutating func end(_ host: Int, isFinished: Bool) {
        (hosts[host].isRunning, hosts[host].step) = (false, nil)
        if lockHolder == host { lockHolder = nil }
        hosts[host].wakesAt = time + 1000 + dice.below(Self.hour)
        hosts[host].isDone = isFinished || hosts[host].runs >= 8
        if !isFinished, hosts[host].runs % 3 == 0 { decide(host) }
    }

    /// A person is called, who looks at the account a day later and says what is absent.
    private mutating func decide(_ host: Int) {
        guard hosts.allSatisfy({ !$0.isRunning }) else { return }
        time += 24 * Self.hour
        service.deliver(until: time, &dice)
        for wish in wishes.indices where disk[wish].state == .inDoubt || disk[wish].state == .sending {
            guard service.carriedOut[wish] == 0, !service.isOnItsWay(wish) else { continue }
            disk[wish].state = .absent
            disk[wish].revision += 1
        }
        durable = disk
        for other in hosts.indices { hosts[other].wakesAt = max(hosts[other].wakesAt, time) }
        note(time, -2)
    }

    private mutating func isKilled(_ host: Int) -> Bool {
        guard killsLeft > 0, dice.isOne(in: killRarity) else { return false }
        killsLeft -= 1
        outcome.kills += 1
        note(time, host, -3)
        // Every other time it is the power that fails, for all of them.
        if dice.isOne(in: 2) { disk = durable }
        end(host, isFinished: false)
        return true
    }

    /// The next wish, or the script's end.
    private mutating func begin(_ host: Int) {
        guard hosts[host].wish < wishes.count else { return end(host, isFinished: true) }
        hosts[host].machine = PurchaseMachine()
        hosts[host].record = disk[hosts[host].wish]
        (hosts[host].hasAnswer, hosts[host].isJudged, hosts[host].looks) = (false, false, 0)
        let report = PurchaseMachine.Report.record(seen(hosts[host].record.state), sameContent: true)
        hosts[host].step = hosts[host].machine.after(report)
    }

    private func seen(_ state: PurchaseState?) -> PurchaseState? {
        switch (flaws.mutant, state) {
        case (.resendInDoubt, .inDoubt?), (.crashMeansNotSent, .sending?): .notSent
        default: state
        }
    }

    // MARK: Steps

    private mutating func carryOut(_ step: PurchaseMachine.Step, _ host: Int) {
        switch step {
        case .preflight: preflight(host)
        case .approve:
            // Two purchases in doubt in a row end the run.
            if hosts[host].doubtsInARow >= 2 { return end(host, isFinished: false) }
            report(.approval(true), host)
        case .recordIntent: recordIntent(host)
        case .send:
            if flaws.mutant != .sendBeforeIntent { sendNow(host) }
            hosts[host].wakesAt += dice.below(60_000)
            report(.sent, host)
        case .recordAnswer: recordAnswer(host)
        case .judge: judge(host)
        case .record(let state): record(state, host)
        case .look: report(.found(look(host)), host)
        case .wait: wait(host)
        case .finish(let ending):
            guard ending == .settled else { return end(host, isFinished: false) }
            // What the service refused is tried again by the next run.
            if disk[hosts[host].wish].state?.maySend == true { return end(host, isFinished: false) }
            hosts[host].wish += 1
            hosts[host].step = nil
        }
    }

    private mutating func report(_ report: PurchaseMachine.Report, _ host: Int) {
        hosts[host].step = hosts[host].machine.after(report)
    }

    private mutating func isFaulty() -> Bool { dice.isOne(in: faultRarity * 6) }

    private mutating func preflight(_ host: Int) {
        if isFaulty() { return end(host, isFinished: false) }
        let wish = hosts[host].wish
        let pattern = NamePattern(wishes[wish].name)
        let taken = service.list(wishes[wish].name, at: time).filter { pattern.matches($0.name) }.map(\.id)
        hosts[host].record.baseline = Set(taken)
        let free = taken.allSatisfy(others(wish).contains)
        report(.preflight(isFree: free || flaws.mutant == .noPreflight), host)
    }

    /// Servers that the ledger holds under other wishes.
    private func others(_ wish: Int) -> Set<String> {
        disk.indices.reduce(into: Set<String>()) { if $1 != wish { $0.formUnion(disk[$1].ids) } }
    }

    private mutating func recordIntent(_ host: Int) {
        if flaws.mutant == .sendBeforeIntent {
            sendNow(host)
            if isKilled(host) { return }
        }
        if isFaulty() { return end(host, isFinished: false) }
        if flaws.mutant == .saveAfterAnswer { return report(.intent(recorded: true), host) }
        hosts[host].record.state = .sending
        (hosts[host].record.orderID, hosts[host].record.claimed) = (nil, [])
        hosts[host].record.sentAt = time
        report(.intent(recorded: write(host, isSynced: flaws.mutant != .noFsync)), host)
    }

    /// Compare-and-swap. False when another host was faster.
    private mutating func write(_ host: Int, isSynced: Bool = true) -> Bool {
        let wish = hosts[host].wish
        if flaws.hasSwap, disk[wish].revision != hosts[host].record.revision { return false }
        hosts[host].record.revision = disk[wish].revision + 1
        disk[wish] = hosts[host].record
        if isSynced { durable = disk }
        return true
    }

    private mutating func sendNow(_ host: Int) {
        let wish = hosts[host].wish
        var fault = SendFault.none
        if dice.isOne(in: faultRarity) { fault = SendFault.allCases[dice.below(SendFault.allCases.count)] }
        if isLedgerStory, ![.none, .refused, .throttled].contains(fault) { fault = .none }
        outcome.sends += 1
        hosts[host].sold = service.send(wish, fault, at: time, &dice)
        if flaws.mutant == .hiddenRetry, [.requestLost, .answerLost].contains(fault) {
            hosts[host].sold = service.send(wish, .none, at: time, &dice)
            fault = .none
        }
        (hosts[host].send, hosts[host].hasAnswer) = (fault, true)
        note(fault.rawValue)
    }

    /// Where the ledger may get lost, only what the list proves is allowed to happen.
    private var isLedgerStory: Bool { losesLedger }

    private mutating func recordAnswer(_ host: Int) {
        guard isFaulty() else { return report(.recorded, host) }
        // The disk is full: the ids leave as an emergency note, and the run ends.
        let entry = judge(hosts[host].send, wishes[hosts[host].wish].count)
        rescued.formUnion(hosts[host].sold.ids.prefix(entry.ids))
        end(host, isFinished: false)
    }

    private mutating func judge(_ host: Int) {
        let send = hosts[host].send
        var state = judge(send, wishes[hosts[host].wish].count).state
        switch (flaws.mutant, send) {
        case (.classifyByStatus, .internalError), (.classifyByStatus, .soldInternalError): state = .refused
        case (.classifyByStatus, .badGateway), (.classifyByStatus, .soldBadGateway): state = .notSent
        case (.brokenMeansNotSent, .requestLost), (.brokenMeansNotSent, .answerLost), (.brokenMeansNotSent, .late),
            (.brokenMeansNotSent, .gatewayRepeats):
            state = .notSent
        default: break
        }
        report(.judged(state), host)
    }

    private mutating func record(_ state: PurchaseState, _ host: Int) {
        let isOutcome = hosts[host].hasAnswer && !hosts[host].isJudged
        take(state, isOutcome, host)
        hosts[host].isJudged = hosts[host].hasAnswer
        hosts[host].record.state = flaws.mutant == .orderMeansDone && state == .orderOnly ? .accepted : state
        guard write(host) else { return end(host, isFinished: false) }
        if isOutcome { hosts[host].doubtsInARow = state == .inDoubt ? hosts[host].doubtsInARow + 1 : 0 }
        report(.recorded, host)
    }

    private mutating func take(_ state: PurchaseState, _ isOutcome: Bool, _ host: Int) {
        guard flaws.mutant != .idsForgotten else { return }
        if isOutcome {
            let entry = judge(hosts[host].send, wishes[hosts[host].wish].count)
            let ids = hosts[host].sold.ids.prefix(entry.ids)
            if entry.hasOrder { hosts[host].record.orderID = hosts[host].sold.order }
            if state == .inDoubt {
                hosts[host].record.claimed = Set(ids)
            } else {
                hosts[host].record.ids.formUnion(ids)
            }
            return
        }
        switch hosts[host].machine.finding {
        case .complete(let ids, let orderID)?, .partial(let ids, let orderID)?:
            hosts[host].record.ids.formUnion(ids)
            if let orderID { hosts[host].record.orderID = orderID }
        case .duplicate(let ids, _)?: hosts[host].record.claimed = Set(ids)
        case .ordered?, .nothing?, .unreadable?, nil: break
        }
    }

    private mutating func look(_ host: Int) -> ReconciliationResult {
        if isFaulty() {
            return flaws.mutant == .failedListMeansNothing ? .complete(ids: [], orderID: nil) : .unreadable("")
        }
        let wish = hosts[host].wish
        hosts[host].record.lookedAt = time
        let record = hosts[host].record
        var finding = judge(record, wish, service.list(wishes[wish].name, at: time))
        if record.orderID != nil, finding.isShort { finding = judge(record, wish, service.list(nil, at: time)) }
        switch (flaws.mutant, finding) {
        case (.partMeansWhole, .partial(let ids, let order)): return .complete(ids: ids, orderID: order)
        case (.firstOfTooMany, .duplicate(let ids, let orders)):
            return .complete(ids: Array(ids.prefix(wishes[wish].count)), orderID: orders.first)
        case (_, .nothing):
            guard let order = record.orderID, !isFaulty() else { return finding }
            return .ordered(orderID: order)
        default: return finding
        }
    }

    private func judge(_ record: SimulatedRecord, _ wish: Int, _ sightings: [Sighting]) -> ReconciliationResult {
        let forgets = flaws.mutant == .othersAdopted
        let names = Set(wishes.indices.filter { disk[$0].state != nil }.map { wishes[$0].name })
        return Evidence(
            name: wishes[wish].name, count: wishes[wish].count, orderID: record.orderID,
            claimed: record.claimed.union(record.ids), baseline: forgets ? [] : record.baseline,
            others: forgets ? [] : others(wish), otherNames: forgets ? [] : names, sentAt: record.sentAt
        ).judge(sightings)
    }

    private mutating func wait(_ host: Int) {
        hosts[host].looks += 1
        let delay = min(60_000, 5000 << min(hosts[host].looks - 1, 4), hosts[host].budget)
        guard delay > 0 else {
            report(.waited(mayLookAgain: false), host)
            if flaws.mutant == .absentMeansNotSent, hosts[host].step == .finish(.inDoubt) {
                hosts[host].record.state = .notSent
                _ = write(host)
            }
            return
        }
        hosts[host].budget -= delay
        hosts[host].wakesAt = time + delay
        report(.waited(mayLookAgain: true), host)
    }
}
