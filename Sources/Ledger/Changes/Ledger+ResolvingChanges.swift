import CPHModel
import Clock
import Schema
import Text

// What a person decides about a change of a server that nobody knows the end of.
extension Ledger {
    /// Records a decision about a change, held against what the account shows.
    ///
    /// - Parameter looksAtOrders: Whether the account's orders are held against it, too.
    func resolve(
        _ change: RecordedChange, _ record: PurchaseRecord, _ resolution: Resolution, _ by: String, looksAtOrders: Bool
    ) async throws(CPHError) -> PurchaseRecord {
        let finding = await look(record)
        if case .unreadable(let why) = finding {
            throw CPHError(.api, "the account can't be looked at: \(why); nothing was changed")
        }
        switch resolution {
        case .look: return try take(finding, of: record, by)
        case .adopt(let ids): return try await adopt(ids, change, record, finding, by)
        case .order(let id): return try await attach(id, change, record, by)
        case .absent(let evidence, let others):
            try await checkNotDone(change, record, finding)
            if looksAtOrders { try await checkNoOrder(of: change, record, besides: others) }
            return try giveUp(evidence, record, by)
        }
    }

    private func take(
        _ finding: ReconciliationResult, of record: PurchaseRecord, _ by: String,
        _ source: PurchaseRecord.Source = .list
    ) throws(CPHError) -> PurchaseRecord {
        var detail: Object = ["source": .string(source.rawValue), "reason": .null]
        switch finding {
        case .complete(_, let order):
            if record.state == .adopted || record.state == .accepted { return record }
            detail["order_id"] = order.map(Value.string)
            return try move(record, .adopted, detail, by)
        case .ordered(let order) where record.state == .inDoubt:
            detail["order_id"] = .string(order)
            return try move(record, record.paysAtOnce ? .orderOnly : .unpaid, detail, by)
        case .partial, .ordered, .nothing, .duplicate, .unreadable: return record
        }
    }

    private func adopt(
        _ ids: [String], _ change: RecordedChange, _ record: PurchaseRecord, _ finding: ReconciliationResult,
        _ by: String
    ) async throws(CPHError) -> PurchaseRecord {
        guard ids == [change.resourceID] else {
            throw CPHError(
                .argument, "\(quoted(record.key)) is about server \(quoted(change.resourceID)) alone",
                hint: "cph ledger resolve \(record.key) --adopt \(change.resourceID) says that it was done")
        }
        if case .complete = finding { return try take(finding, of: record, by, .person) }
        let server = try await prepaidServer(change.resourceID).server
        let hasMoved = server.map { $0.end != change.end } ?? false
        guard change.kind == .renewal ? hasMoved : change.kind == .unsubscription && server == nil else {
            throw CPHError(
                .argument,
                "the account shows that \(quoted(change.resourceID)) is as it was before; nothing was changed",
                hint: "cph ledger resolve \(record.key) shows what it is like")
        }
        return try take(.complete(ids: [], orderID: record.orderID), of: record, by, .person)
    }

    /// Gives an order to the change. Where the billing service says which servers it is about, it has to be this one.
    private func attach(
        _ orderID: String, _ change: RecordedChange, _ record: PurchaseRecord, _ by: String
    ) async throws(CPHError) -> PurchaseRecord {
        guard AnswerSalvage.isID(orderID.utf8) else {
            throw CPHError(
                .argument, "\(quoted(orderID)) is no order id", hint: "orders are called as in CS2611231458ABC")
        }
        try checkIsFree(orderID, for: record)
        let billing = BillingService(inner)
        let order = try await billing.order(orderID)
        let servers = try await billing.servers(of: orderID).map(\.id)
        guard !order.isCancelled, servers.isEmpty || servers.contains(change.resourceID) else {
            throw CPHError(
                .argument,
                "order \(quoted(orderID)) \(order.isCancelled ? "was cancelled" : "is about other servers"); nothing was changed",
                hint: "cph ledger resolve \(record.key) shows which orders it can be")
        }
        var known = record
        known.orderID = orderID
        let finding = await look(known)
        try checkIsFree(orderID, for: record)
        if case .complete = finding { return try take(.complete(ids: [], orderID: orderID), of: record, by, .person) }
        return try take(.ordered(orderID: orderID), of: record, by, .person)
    }

    /// Refuses to say that nothing was done while the account shows that it was, or may simply not show it yet.
    private func checkNotDone(
        _ change: RecordedChange, _ record: PurchaseRecord, _ finding: ReconciliationResult
    ) async throws(CPHError) {
        switch finding {
        case .complete:
            throw CPHError(
                .argument, "the account shows that \(quoted(change.resourceID)) was \(change.kind.done)",
                hint: "cph ledger resolve \(record.key)")
        case .ordered(let order) where record.state == .inDoubt:
            throw CPHError(
                .argument, "the account has order \(quoted(order)) of \(quoted(record.key))",
                hint: "cph ledger resolve \(record.key) --order \(order)")
        case .partial, .ordered, .nothing, .duplicate, .unreadable: break
        }
        guard let sentAt = record.sentAt else { return }
        let now = try await prepaidServer(change.resourceID).time ?? options.clock.milliseconds()
        let lag = options.lag + .milliseconds(journal.store.owners?.lease ?? 0)
        guard max(0, now - sentAt) < lag.milliseconds else { return }
        throw CPHError(
            .argument,
            "\(quoted(record.key)) was sent \(max(0, now - sentAt) / 1000) s ago, and what was done may show only after "
                + "\(lag.words); nothing was changed",
            hint: "wait and look again; --lag says how long this service takes")
    }

    /// Refuses to say that nothing was done while an order of that time and kind belongs to nobody.
    private func checkNoOrder(
        of change: RecordedChange, _ record: PurchaseRecord, besides others: Set<String>
    ) async throws(CPHError) {
        guard let sentAt = record.sentAt else { return }
        let end = sentAt + Evidence.skew + options.lag.milliseconds
        for order in try await freeOrders(of: change.kind, since: sentAt)
        where !others.contains(order.id) && order.createdAt.map({ $0 <= end }) ?? true {
            let servers = try await BillingService(inner).servers(of: order.id)
            guard servers.isEmpty || servers.contains(where: { $0.id == change.resourceID }) else { continue }
            throw CPHError(
                .argument,
                "order \(quoted(order.id)) of the time when \(quoted(record.key)) was sent belongs to nothing; nothing was "
                    + "changed",
                hint:
                    "cph ledger resolve \(record.key) --order \(order.id), or --not-order \(order.id) beside --absent "
                    + "where it is for something else")
        }
    }

    private func giveUp(_ evidence: String, _ record: PurchaseRecord, _ by: String) throws(CPHError) -> PurchaseRecord {
        guard evidence.contains(where: { !$0.isWhitespace }) else {
            throw CPHError(.argument, "say with --evidence how it is known that nothing was done")
        }
        let isOrdered = record.state == .unpaid || record.state == .orderOnly
        let isSettled = record.state.maySend && record.lateAnswer != nil
        let detail: Object = ["evidence": .string(evidence), "reason": .string(evidence), "claimed": []]
        return try move(record, isSettled ? record.state : isOrdered ? .cancelled : .absent, detail, by)
    }

    /// What the account shows of a change, and the commands to decide by, a line each.
    func evidence(of change: RecordedChange, _ record: PurchaseRecord) async -> [String] {
        let name = record.key
        let sent = record.sentAt.map { "sent at \(timeText($0))" } ?? "never sent"
        var lines = ["\(name): \(change.words); \(sent)"]
        do throws(CPHError) {
            let server = try await prepaidServer(change.resourceID).server
            lines.append(server.map { "  \($0.words)" } ?? "  the billing service lists no such server")
            if let sentAt = record.sentAt {
                for order in try await freeOrders(of: change.kind, since: sentAt).prefix(20) {
                    let made = order.createdAt.map { ", made at \(timeText($0))" } ?? ""
                    lines.append("  order \(order.id)\(made)\(order.amount.map { ", \($0)" } ?? "")")
                }
            }
        } catch { lines.append("  the account can't be looked at: \(error.message)") }
        lines += [
            "decide with one of:",
            "  cph ledger resolve \(name) --order ORDER",
            "  cph ledger resolve \(name) --adopt \(change.resourceID)",
            "  cph ledger resolve \(name) --absent --evidence \"HOW YOU KNOW\"",
        ]
        return lines.map { cleaned($0) }
    }
}

extension PrepaidServer {
    /// What it is like, for people.
    fileprivate var words: String {
        isClosed
            ? "the server was given back"
            : "the server is paid for until \(timeText(end))" + (renewsItself ? ", and renews itself then" : "")
    }
}
