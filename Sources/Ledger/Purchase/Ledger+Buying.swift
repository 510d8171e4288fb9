import CPHModel
import Schema
import Text

// Carries out what `PurchaseMachine` says, step by step, on the journal and the network.
extension Ledger {
    func carryOut(_ attempt: inout PurchaseAttempt) async throws(CPHError) -> Exchange {
        try reach(.start)
        outcomes[attempt.name] = nil
        withdrawIntent(attempt.name)
        attempt.record = try record(attempt.name)
        var machine = PurchaseMachine(paysAtOnce: attempt.content.request.terms.paysAtOnce)
        let isSame = attempt.record.map { $0.contentHash == attempt.content.sha256 } ?? true
        var step = machine.after(.record(attempt.record?.state, sameContent: isSame))
        while true {
            if case .finish(let ending) = step {
                outcomes[attempt.name] = attempt.record?.state
                return try finish(ending, attempt)
            }
            step = machine.after(try await carryOut(step, &attempt))
        }
    }

    private func carryOut(_ step: PurchaseMachine.Step, _ attempt: inout PurchaseAttempt) async throws(CPHError)
        -> PurchaseMachine.Report
    {
        switch step {
        case .preflight: return .preflight(isFree: try await preflight(&attempt))
        case .approve:
            try checkMaySend(attempt)
            attempt.approval = try await attempt.approve(PurchaseSummary(attempt.content))
            // Whoever was asked meanwhile may have been asked for a run that is stopped by now.
            if Task.isCancelled { throw .stopped(attempt.call.operation) }
            return .approval(true)
        case .recordIntent: return .intent(recorded: try recordIntent(&attempt))
        case .send:
            try await send(&attempt)
            return .sent
        case .recordAnswer:
            try await recordAnswer(&attempt)
            return .recorded
        case .judge: return .judged(try judge(&attempt))
        case .record(let state):
            try record(state, &attempt)
            return .recorded
        case .look:
            guard let record = attempt.record else { preconditionFailure("only what is recorded is looked for") }
            let finding = await look(record)
            attempt.finding = finding
            return .found(finding)
        case .wait: return .waited(mayLookAgain: await wait(&attempt))
        case .finish: preconditionFailure("the caller ends at finish")
        }
    }

    /// Lists the servers of that name. Those that belong to other purchases of this ledger do not count as taken.
    private func preflight(_ attempt: inout PurchaseAttempt) async throws(CPHError) -> Bool {
        if let change = attempt.content.change {
            try await preflight(change, &attempt)
            return true
        }
        let listing = try await listing(named: attempt.name)
        let pattern = NamePattern(attempt.name)
        attempt.baseline = listing.sightings.filter { pattern.matches($0.name) }.map(\.id)
        // It is there, and can be told from no other: nothing is sent beside it.
        if listing.withoutID.contains(where: pattern.matches) { attempt.baseline.append("one without an id") }
        attempt.clockOffset = listing.serviceTime.map { $0 - options.clock.milliseconds() } ?? 0
        let id = attempt.record?.id ?? 0
        let known = try journalled(attempt) { () throws(JournalError) in
            try journal.othersAmong(attempt.baseline, scope: options.scope, purchase: id)
        }
        return known.count == attempt.baseline.count
    }

    /// Waits a little longer each time, while the run's time for looking lasts.
    private func wait(_ attempt: inout PurchaseAttempt) async -> Bool {
        budget.begin(options.clock.milliseconds())
        defer { budget.end(options.clock.milliseconds()) }
        let left = budget.remaining(options.clock.milliseconds())
        guard left > 0 else { return false }
        attempt.looks += 1
        let delay = min(SettleBudget.delay(beforeLook: attempt.looks), left)
        return (try? await options.clock.pause(for: .milliseconds(delay))) != nil
    }

    private func send(_ attempt: inout PurchaseAttempt) async throws(CPHError) {
        if let owners = journal.store.owners, owners.now >= owners.sendDeadline {
            let why = "this run stood still for longer than its lease, so another run may have the name"
            attempt.exchange = Exchange(bytesSent: 0, failure: TransportFailure(.unavailable, why))
            return
        }
        if Task.isCancelled {
            attempt.exchange = Exchange(bytesSent: 0, failure: TransportFailure(.cancelled, "cancelled"))
            return
        }
        var call = attempt.call
        call.startsBefore = journal.store.owners?.sendDeadline
        do throws(CPHError) {
            attempt.exchange = try await inner.exchange(call)
        } catch {
            // The inner API promises that nothing was sent when it throws.
            attempt.refusal = error
            attempt.exchange = Exchange(bytesSent: 0, failure: TransportFailure(.unavailable, error.message))
        }
        try reach(.answered)
    }

    /// Reads the answer. Servers that belong to another purchase make it unbelievable.
    private func judge(_ attempt: inout PurchaseAttempt) throws(CPHError) -> PurchaseState {
        guard let exchange = attempt.exchange, let record = attempt.record else {
            preconditionFailure("judge follows send")
        }
        let verdict = exchange.verdict(on: attempt.content.request)
        attempt.exchange = exchange.judged(verdict)
        attempt.verdict = verdict
        let ids = verdict.response.serverIDs ?? []
        let strangers: Set<String>
        do throws(JournalError) {
            strangers = try journal.othersAmong(ids, scope: options.scope, purchase: record.id)
        } catch {
            // What was recorded of the answer survives a power cut only with the outcome.
            throw rescue(attempt, error)
        }
        if let id = ids.first(where: strangers.contains) {
            attempt.contradiction = "the answer names server \(quoted(id)), which another purchase has"
            return .inDoubt
        }
        if attempt.content.change != nil, let order = verdict.response.orderID,
            let owner = try owner(of: order, attempt),
            owner != record.id
        {
            attempt.contradiction = "the answer names order \(quoted(order)), which another purchase has"
            return .inDoubt
        }
        return PurchaseState(verdict)
    }

    /// The number of the purchase that an order belongs to.
    private func owner(of order: String, _ attempt: PurchaseAttempt) throws(CPHError) -> Int? {
        do throws(JournalError) { return try journal.owner(ofOrder: order)?.id } catch { throw rescue(attempt, error) }
    }

    /// Calls the hook of `step`, with which tests end the process or fail the disk at this point.
    func reach(_ step: CrashPoint) throws(CPHError) {
        do { try journal.pass(step) } catch { throw fail(error, "nothing more was done") }
    }

    /// Remembers a failure that ends this run's right to send, and turns it into what the script sees.
    func fail(_ error: JournalError, _ consequence: String) -> CPHError {
        let result = error.asCPHError(file: journal.file, consequence: consequence)
        if error.endsTrust { poison = result.message }
        return result
    }

    /// Runs a read of the journal.
    func journalled<T>(
        _ attempt: PurchaseAttempt? = nil, _ body: () throws(JournalError) -> T
    ) throws(CPHError) -> T {
        do { return try body() } catch {
            throw fail(error, attempt?.exchange == nil ? "nothing was sent" : "the answer is recorded")
        }
    }

    func record(_ key: String) throws(CPHError) -> PurchaseRecord? {
        try journalled { () throws(JournalError) in try journal.record(scope: options.scope, key: key) }
    }
}
