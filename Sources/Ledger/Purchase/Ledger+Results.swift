import CPHModel
import Schema
import Text

// What a purchase ends in: an answer, or an error that says what is known and what to do.
extension Ledger {
    func finish(_ ending: PurchaseMachine.Ending, _ attempt: PurchaseAttempt) throws(CPHError) -> Exchange {
        switch ending {
        case .settled:
            if let refusal = attempt.refusal { throw refusal }
            let answer = try settled(attempt)
            try reach(.returning)
            // Without a send of its own, this call has only found out what an earlier one bought.
            return answer.told(of: attempt.exchange == nil ? .before : .now)
        case .nameTaken: throw try nameTaken(attempt)
        case .otherContent:
            guard let record = attempt.record else { preconditionFailure("there is a record to differ from") }
            throw otherContent(record, attempt.content)
        case .denied: throw CPHError(.denied, "\(quoted(attempt.name)) was not approved; nothing was sent")
        case .lostRace: throw lostRace(attempt)
        case .inDoubt:
            try reach(.returning)
            throw inDoubt(attempt.record, attempt.content.operation, attempt.finding)
        }
    }

    /// The answer as it came, or, for what was found later, one of the same form put together from the record.
    private func settled(_ attempt: PurchaseAttempt) throws(CPHError) -> Exchange {
        guard let record = attempt.record else { preconditionFailure("a settled purchase has a record") }
        // What was recorded a moment ago need not be read again.
        if let exchange = attempt.exchange, record.source == .response {
            let recorded = exchange.asRecorded
            return attempt.verdict.map(recorded.judged) ?? recorded
        }
        return try answer(of: record)
    }

    func answer(of record: PurchaseRecord) throws(CPHError) -> Exchange {
        let raw = try journalled { () throws(JournalError) in try journal.exchange(of: record) }
        if record.change != nil { return record.answered(raw) }
        if let raw, record.source == .response || record.source == nil { return raw }
        var response = CreateServerResponse()
        response.orderID = record.orderID
        response.productID = record.productID
        response.serverIDs = record.serverIDs
        let source = record.source?.rawValue ?? PurchaseRecord.Source.list.rawValue
        return Exchange(
            bytesSent: raw?.bytesSent ?? 0,
            answer: Answer(
                status: 200, headers: [Answer.Header("X-Cph-Ledger", source)], body: Array(response.value.json().utf8)))
    }

    /// Records a purchase whose name is taken in the account as planned, so that `resolve --adopt` can give it those
    /// servers, and returns the error.
    private func nameTaken(_ attempt: PurchaseAttempt) throws(CPHError) -> CPHError {
        if attempt.record == nil {
            try journalled { () throws(JournalError) in
                let record = PurchaseRecord(scope: options.scope, key: attempt.name)
                let draft = Journal.Draft(kind: .planned, to: .planned, detail: Self.plan(attempt.content))
                _ = try append(
                    [draft], to: record, "recording the plan", open: .findingOpen, durable: .findingDurable)
            }
        }
        let ids = attempt.baseline.prefix(10).map(quoted).joined(separator: ", ")
        return CPHError(
            .denied, code: "name_taken",
            "the account already has servers named \(quoted(attempt.name)) that this ledger did not buy: \(ids); "
                + "nothing was sent",
            hint: "if another ledger bought them, use that one, or take them over: "
                + "cph ledger resolve \(attempt.name) --adopt IDS; otherwise choose another server_name",
            operation: attempt.call.operation)
    }

    func otherContent(_ record: PurchaseRecord, _ content: PurchaseContent) -> CPHError {
        var error = CPHError(
            .argument, code: "other_content",
            "\(quoted(record.key)) is \(record.state.words) with other content; nothing was sent",
            hint: record.change == nil
                ? "to buy more, use another server_name; to get the recorded answer, ask for the recorded content"
                : "it is done once for each period: ask for the recorded content, or wait for the next period",
            operation: content.operation)
        error.problems = PurchaseContent.differences(recorded: record.request, now: content)
        return error
    }

    private func lostRace(_ attempt: PurchaseAttempt) -> CPHError {
        CPHError(
            .ledger, code: "raced", "another run took \(quoted(attempt.name)) at the same moment; nothing was sent",
            hint: "run again: what that run bought is not bought twice", operation: attempt.call.operation)
    }

    func inDoubt(_ record: PurchaseRecord?, _ operation: String, _ finding: ReconciliationResult? = nil) -> CPHError {
        let name = record.map { quoted($0.key) } ?? "a purchase"
        let isDuplicate = record?.state == .duplicate
        var error = CPHError(
            .inDoubt, code: isDuplicate ? "duplicate" : "in_doubt",
            "\(name) was sent and may have been \(record?.change?.kind.done ?? "bought"): "
                + "\(record?.reason ?? "no answer came")",
            hint: isDuplicate
                ? "more was bought than asked for, or another program uses the name: look at the orders in the console, "
                    + "cancel what is too much, then cph ledger resolve \(record?.key ?? "NAME") --adopt IDS"
                : "it is not sent again; look at the account, then cph ledger resolve \(record?.key ?? "NAME")",
            operation: operation, maybeDone: true)
        var response = CreateServerResponse()
        response.orderID = record?.orderID
        response.serverIDs = record?.namedServers
        error.result = response
        if case .unreadable(let why)? = finding { error.message += "; the account could not be read: \(why)" }
        return error
    }
}

extension PurchaseState {
    /// The state as the end of a sentence, such as "is bought".
    var words: String {
        switch self {
        case .planned: "planned"
        case .approved: "approved"
        case .sending, .inDoubt: "in doubt"
        case .accepted, .adopted, .paid: "bought"
        case .partial: "partly bought"
        case .orderOnly: "ordered"
        case .unpaid: "ordered, not paid,"
        case .refused: "refused"
        case .notSent: "not sent"
        case .absent: "known not to be bought"
        case .duplicate: "bought more than once"
        case .paying, .paymentInDoubt: "being paid"
        case .cancelled: "cancelled"
        case .expired: "expired"
        }
    }
}
