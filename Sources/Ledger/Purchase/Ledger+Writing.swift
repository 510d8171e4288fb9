import CPHModel
import Schema
import Text

extension Ledger {
    /// Makes the intent durable. False when another run was faster.
    func recordIntent(_ attempt: inout PurchaseAttempt) throws(CPHError) -> Bool {
        // The approval took time; others may have run meanwhile.
        if let poison { throw poisoned(poison) }
        if doubtsInARow >= Self.doubtsAllowed { throw stopped(attempt) }
        try checkApproval(attempt)
        let now = options.clock.milliseconds()
        let asked = attempt
        do throws(JournalError) {
            let known = attempt.record ?? PurchaseRecord(scope: options.scope, key: attempt.name)
            attempt.record = try append(
                try drafts(attempt, known, now), to: known, "recording the intent", open: .intentOpen,
                durable: .intentDurable,
                check: { () throws(CPHError) in
                    try checkAgreement(asked)
                    if let change = asked.content.change { try checkOthers(change, asked) }
                    try checkPolicy(asked)
                    try checkCounts(asked)
                    try checkDay(
                        asked.approval?.serversPerDay, adding: asked.content.request.count,
                        clockOffset: asked.clockOffset, operation: asked.call.operation)
                    let isFree = asked.content.change?.kind.hasPrice == false
                    try checkMoney(
                        isFree ? [] : asked.approval?.caps ?? [], adding: asked.approval?.price?.amount,
                        for: asked.name,
                        clockOffset: asked.clockOffset, operation: asked.call.operation)
                })
            return true
        } catch {
            switch error {
            case .raced: return false
            case .refused(let refusal): throw refusal
            case .store(let cause) where cause.isCommitted || cause.isUndecided:
                let failure = fail(error, "nothing was sent")
                unsent[attempt.name] = UnsentIntent(attempt: (attempt.record?.attempt ?? 0) + 1)
                if cause.isCommitted { withdrawIntent(attempt.name) }
                if unsent[attempt.name] != nil { leaveWithdrawal(attempt, cause, failure) }
                throw failure
            default: throw fail(error, "nothing was sent")
            }
        }
    }

    private func drafts(
        _ attempt: PurchaseAttempt, _ record: PurchaseRecord, _ now: Int
    ) throws(JournalError) -> [Journal.Draft] {
        var drafts: [Journal.Draft] = []
        if record.state != .planned || record.contentHash != attempt.content.sha256 {
            drafts.append(Journal.Draft(kind: .planned, to: .planned, detail: Self.plan(attempt.content)))
        }
        drafts.append(
            Journal.Draft(kind: .approved, to: .approved, detail: (attempt.approval ?? Approval(.none)).detail))
        drafts.append(
            Journal.Draft(
                kind: .sending, to: .sending,
                detail: [
                    "attempt": .int(record.attempt + 1), "baseline": .list(attempt.baseline.map(Value.string)),
                    "sent_at": .int(now + attempt.clockOffset), "reason": .null, "claimed": [], "order_id": .null,
                ]))
        return drafts
    }

    /// The detail of a purchase's first line: what it asks for.
    static func plan(_ content: PurchaseContent) -> Object {
        var detail: Object = [
            "request": .string(content.json), "content_sha256": .string(content.sha256),
            "count": .int(content.request.count), "months": .int(content.request.months),
        ]
        detail["change"] = content.change.map { .object(RecordedChange($0).detail) }
        return detail
    }

    /// Puts the raw answer into the file before anyone reads it: whatever reading it does to this process, it is kept. The
    /// outcome, which follows at once, makes both safe from a power cut. A server that starts anew is waited for a little.
    func recordAnswer(_ attempt: inout PurchaseAttempt) async throws(CPHError) {
        let end = ContinuousClock.now + Self.patience
        while true {
            do throws(JournalError) { return try writeAnswer(&attempt) } catch {
                guard error.mayPass, ContinuousClock.now < end,
                    (try? await Task.sleep(for: .milliseconds(250))) != nil
                else { throw rescue(attempt, error) }
            }
        }
    }

    /// How long an answer waits for a server that is away: restarts take seconds, and the answer has other ways to be kept.
    private static let patience = Duration.seconds(4)

    private func writeAnswer(_ attempt: inout PurchaseAttempt) throws(JournalError) {
        guard let record = attempt.record, let exchange = attempt.exchange else {
            preconditionFailure("an answer follows an intent")
        }
        let detail = try answerDetail(exchange, record)
        attempt.record = try append(
            [Journal.Draft(kind: .answered, detail: detail)], to: record,
            "recording the answer", open: .answerOpen, durable: .answerDurable, isFollowed: true,
            more: { () throws(StoreError) in try journal.insert(exchange, record) })
    }

    private func answerDetail(_ exchange: Exchange, _ record: PurchaseRecord) throws(JournalError) -> Object {
        do {
            var detail: Object = [
                "attempt": .int(record.attempt), "bytes_sent": .int(exchange.bytesSent),
                "answer_sha256": .string(try Digest.hex(HashChain.bytes(after: [], exchange.columns))),
            ]
            detail["status"] = exchange.answer.map { .int($0.status) }
            detail["failure"] = exchange.failure.map { .string("\($0.kind.rawValue): \($0.message)") }
            return detail
        } catch { throw .crypto(error) }
    }

    /// Makes a new state durable: the outcome of a send, what a look found, or a send whose end nobody saw.
    func record(_ state: PurchaseState, _ attempt: inout PurchaseAttempt) throws(CPHError) {
        guard let record = attempt.record else { preconditionFailure("a state belongs to a record") }
        let isOutcome = record.state == .sending && attempt.exchange != nil
        let draft =
            isOutcome
            ? Self.outcome(state, attempt.verdict, contradiction: attempt.contradiction)
            : record.state == .sending ? recovery() : found(state, attempt.finding)
        do throws(JournalError) {
            attempt.record = try append(
                [draft], to: record, "recording the outcome",
                open: isOutcome ? .outcomeOpen : .findingOpen, durable: isOutcome ? .outcomeDurable : .findingDurable)
        } catch { throw rescue(attempt, error) }
        count(state, isOutcome: isOutcome, attempt.name)
    }

    /// What is recorded of an answer that was judged.
    ///
    /// - Parameter contradiction: Why it can't be right although it can be read; nil where it can.
    static func outcome(_ state: PurchaseState, _ verdict: Verdict?, contradiction: String?) -> Journal.Draft {
        let response = verdict?.response ?? CreateServerResponse()
        var detail: Object = ["source": .string(PurchaseRecord.Source.response.rawValue)]
        detail["order_id"] = response.orderID.map(Value.string) ?? .null
        detail["product_id"] = response.productID.map(Value.string)
        detail["request_id"] = response.requestID.map(Value.string)
        detail["reason"] = (contradiction ?? verdict?.reason).map(Value.string) ?? .null
        let ids = (response.serverIDs ?? []).map(Value.string)
        detail[state == .inDoubt ? "claimed" : "server_ids"] = .list(ids)
        return Journal.Draft(kind: .outcome, to: state, detail: detail)
    }

    private func recovery() -> Journal.Draft {
        Journal.Draft(
            kind: .recovered, to: .inDoubt, detail: ["reason": "the run that sent it ended before its answer came"])
    }

    private func found(_ state: PurchaseState, _ finding: ReconciliationResult?) -> Journal.Draft {
        var detail: Object = ["source": .string(PurchaseRecord.Source.list.rawValue)]
        switch finding {
        case .complete(let ids, let orderID)?, .partial(let ids, let orderID)?:
            detail["server_ids"] = .list(ids.map(Value.string))
            if let orderID { detail["order_id"] = .string(orderID) }
            detail["reason"] = .null
        case .ordered(let orderID)?: (detail["order_id"], detail["reason"]) = (.string(orderID), .null)
        case .duplicate(let ids, let orderIDs)?:
            detail["claimed"] = .list(ids.map(Value.string))
            detail["reason"] = .string(
                "\(counted(ids.count, "server")) in the account may be this purchase's, of orders "
                    + (orderIDs.isEmpty ? "unknown" : orderIDs.map(quoted).joined(separator: ", ")))
        case .nothing?, .unreadable?, nil: break
        }
        return Journal.Draft(kind: .found, to: state, detail: detail)
    }

    /// Records the answer as evidence, where another run has taken the name because this one stood still for longer than its lease.
    ///
    /// - Returns: What the script is told; nil where that could not be recorded either.
    private func testify(_ attempt: PurchaseAttempt) -> CPHError? {
        guard let exchange = attempt.exchange, let record = attempt.record, let run = journal.run else { return nil }
        let source = EvidenceSource(
            .late, run: run.id, at: options.clock.milliseconds(), cause: "the run stood still for longer than its lease"
        )
        let delivery = try? recordEvidence(
            name: attempt.name, attempt: record.attempt, exchange: exchange, source,
            contentHash: attempt.content.sha256)
        guard delivery != nil, let now = try? journal.record(scope: options.scope, key: attempt.name) else {
            return nil
        }
        var error = CPHError(
            .inDoubt, code: "taken_over",
            "another run took \(quoted(attempt.name)) over while this one stood still; the answer that came is recorded, "
                + "and the purchase is \(now.state.rawValue) now",
            hint: "run again: what was bought is not bought twice", operation: attempt.call.operation, maybeDone: true)
        var response = CreateServerResponse()
        (response.orderID, response.serverIDs) = (now.orderID, now.namedServers)
        error.result = response
        return error
    }

    /// Saves an answer that the ledger could not record: its ids leave as an emergency note, and this run sends
    /// nothing more.
    func rescue(_ attempt: PurchaseAttempt, _ cause: JournalError) -> CPHError {
        if case .raced = cause, journal.store.owners != nil, let error = testify(attempt) { return error }
        var error = fail(cause, "\(quoted(attempt.name)) was sent and may have been bought")
        poison = error.message
        if case .crashed = cause { return error }
        guard let exchange = attempt.exchange else { return error }
        let verdict = exchange.verdict(on: attempt.content.request)
        options.emergency.leave(
            AnswerDocument(
                ledgerID: journal.ledgerID, ledger: journal.file, scope: options.scope, name: attempt.name,
                attempt: attempt.record?.attempt ?? 0, contentHash: attempt.content.sha256, run: journal.run?.id ?? "",
                at: options.clock.milliseconds(), exchange: exchange.asRecorded, response: verdict.response,
                cause: error.message), isLasting: !journal.store.isPrivate)
        error.maybeDone = true
        error.result = verdict.response
        error.hint =
            (error.hint ?? "look at the disk")
            + ", then run again: what was sent is looked up, never sent again; or "
            + "cph ledger resolve \(attempt.name) --adopt IDS"
        return error
    }

    /// Appends to the journal, and keeps the sum of the day in step.
    func append(
        _ drafts: [Journal.Draft], to record: PurchaseRecord, _ operation: String, open: CrashPoint,
        durable: CrashPoint, isFollowed: Bool = false, isEvidence: Bool = false,
        check: () throws(CPHError) -> Void = { () throws(CPHError) in },
        more: () throws(StoreError) -> Void = { () throws(StoreError) in }
    ) throws(JournalError) -> PurchaseRecord {
        var window: DayWindow?
        let written = try journal.append(
            drafts, to: record, at: options.clock.milliseconds(), operation, open: open, durable: durable,
            isFollowed: isFollowed, isEvidence: isEvidence,
            check: { () throws(CPHError) in
                try check()
                // What fails from here on may be written or not: the sum is counted anew then.
                (window, day) = (day, nil)
            }, more: more)
        day = window
        day?.note(record, written)
        return written
    }

    /// Appends what a person decided, and who it was.
    func write(
        _ record: PurchaseRecord, _ kind: Event.Kind, _ state: PurchaseState, _ detail: Object, _ by: String
    ) throws(CPHError) -> PurchaseRecord {
        var detail = detail
        detail["by"] = .string(by)
        // Whoever decides has seen what the record says.
        if kind == .resolved, record.lateAnswer != nil { detail["late"] = .null }
        return try journalled { () throws(JournalError) in
            try append(
                [Journal.Draft(kind: kind, to: state, detail: detail)], to: record, "recording the decision",
                open: .findingOpen, durable: .findingDurable)
        }
    }
}
