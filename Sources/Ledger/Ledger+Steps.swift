import CPHModel
import Schema
import Text

// Carries out what `Procedure` says, step by step, on the journal and the network.
extension Ledger {
    func carryOut(_ passage: inout Passage) async throws(CPHError) -> Exchange {
        try strike(.start)
        outcomes[passage.name] = nil
        passage.record = try record(passage.name)
        var procedure = Procedure()
        let isSame = passage.record.map { $0.contentHash == passage.content.sha256 } ?? true
        var step = procedure.after(.record(passage.record?.state, sameContent: isSame))
        while true {
            if case .finish(let ending) = step {
                outcomes[passage.name] = passage.record?.state
                return try finish(ending, passage)
            }
            step = procedure.after(try await carryOut(step, &passage))
        }
    }

    private func carryOut(_ step: Procedure.Step, _ passage: inout Passage) async throws(CPHError) -> Procedure.Report {
        switch step {
        case .preflight: return .preflight(isFree: try await preflight(&passage))
        case .approve:
            try checkMaySend(passage)
            passage.approval = try await passage.approve(PurchaseSummary(passage.content))
            return .approval(true)
        case .recordIntent: return .intent(recorded: try recordIntent(&passage))
        case .send:
            try await send(&passage)
            return .sent
        case .recordAnswer:
            try recordAnswer(&passage)
            return .recorded
        case .judge: return .judged(try judge(&passage))
        case .record(let state):
            try record(state, &passage)
            return .recorded
        case .look:
            guard let record = passage.record else { preconditionFailure("only what is recorded is looked for") }
            let finding = await look(record)
            passage.finding = finding
            return .found(finding)
        case .wait: return .waited(mayLookAgain: await wait(&passage))
        case .finish: preconditionFailure("the caller ends at finish")
        }
    }

    /// Lists the servers of that name. Those that belong to other purchases of this ledger do not count as taken.
    private func preflight(_ passage: inout Passage) async throws(CPHError) -> Bool {
        let listing = try await listing(named: passage.name)
        let pattern = NamePattern(passage.name)
        passage.baseline = listing.sightings.filter { pattern.matches($0.name) }.map(\.id)
        passage.clockOffset = listing.serviceTime.map { $0 - options.clock.milliseconds() } ?? 0
        let id = passage.record?.id ?? 0
        let known = try journalled(passage) { () throws(JournalError) in
            try journal.othersAmong(passage.baseline, scope: options.scope, purchase: id)
        }
        return known.count == passage.baseline.count
    }

    /// Limits that hold even for an approved purchase.
    private func checkMaySend(_ passage: Passage) throws(CPHError) {
        if let poison { throw poisoned(poison) }
        if doubtsInARow >= Self.doubtsAllowed {
            var error = CPHError(
                .denied, "\(counted(doubtsInARow, "purchase")) in a row ended in doubt; this run sends no more",
                hint: "find out what became of them (cph ledger list), then run again")
            error.code = "stopped"
            throw error
        }
        if sends[passage.name, default: 0] >= options.attempts {
            var error = CPHError(
                .denied,
                "\(quoted(passage.name)) was tried \(counted(options.attempts, "time")) in this run and never got through",
                hint: "look at the connection or at --rate, then run again")
            error.code = "attempts"
            throw error
        }
    }

    /// Waits a little longer each time, while the run's time for looking lasts.
    private func wait(_ passage: inout Passage) async -> Bool {
        budget.begin(options.clock.milliseconds())
        defer { budget.end(options.clock.milliseconds()) }
        let left = budget.remaining(options.clock.milliseconds())
        guard left > 0 else { return false }
        passage.looks += 1
        let delay = min(60_000, 5000 << min(passage.looks - 1, 4), left)
        return (try? await options.clock.pause(for: .milliseconds(delay))) != nil
    }

    private func send(_ passage: inout Passage) async throws(CPHError) {
        do throws(CPHError) {
            passage.exchange = try await inner.exchange(passage.call)
        } catch {
            // The inner API promises that nothing was sent when it throws.
            passage.refusal = error
            passage.exchange = Exchange(bytesSent: 0, failure: TransportFailure(.unavailable, error.message))
        }
        try strike(.answered)
    }

    /// Reads the answer. Servers that belong to another purchase make it unbelievable.
    private func judge(_ passage: inout Passage) throws(CPHError) -> PurchaseState {
        guard let exchange = passage.exchange, let record = passage.record else {
            preconditionFailure("judge follows send")
        }
        let request = passage.content.request
        let verdict = Verdict(exchange, count: request.count, paysAtOnce: request.terms.paysAtOnce)
        passage.verdict = verdict
        let ids = verdict.response.serverIDs ?? []
        let strangers = try journalled(passage) { () throws(JournalError) in
            try journal.othersAmong(ids, scope: options.scope, purchase: record.id)
        }
        if let id = ids.first(where: strangers.contains) {
            passage.contradiction = "the answer names server \(quoted(id)), which another purchase has"
            return .inDoubt
        }
        return PurchaseState(verdict)
    }

    /// Lets a test end the process or fail the disk here.
    func strike(_ step: JournalStep) throws(CPHError) {
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
        _ passage: Passage? = nil, _ body: () throws(JournalError) -> T
    ) throws(CPHError) -> T {
        do { return try body() } catch {
            throw fail(error, passage?.exchange == nil ? "nothing was sent" : "the answer is recorded")
        }
    }

    func record(_ key: String) throws(CPHError) -> PurchaseRecord? {
        try journalled { () throws(JournalError) in try journal.record(scope: options.scope, key: key) }
    }
}
