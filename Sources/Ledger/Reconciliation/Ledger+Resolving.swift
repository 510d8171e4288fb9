public import CPHModel
import Schema
import Text

/// What a person decides about a purchase that nobody knows the end of.
public enum Resolution: Hashable, Sendable {
    /// Look once more, and take what is found only if it is complete.
    case look
    /// These servers are this purchase's.
    case adopt([String])
    /// This order is this purchase's.
    case order(String)
    /// Nothing was bought, or the order is gone; `evidence` says how that is known. Orders of that time are for something else
    /// where `others` names them.
    case absent(evidence: String, others: Set<String> = [])
}

extension Ledger {
    /// Looks once more, then records what a person decided, and who.
    ///
    /// - Parameters:
    ///   - by: The person, for the record.
    ///   - billing: Has the account's orders, which are held against the decision; nil decides without them.
    /// - Returns: The purchase as it stands afterwards.
    /// - Throws: `CPHError` of kind `argument` when the decision contradicts what the account shows, of kind `ledger`
    ///   when there is nothing to resolve, and of kind `api` or `network` when the account can't be looked at.
    public func resolve(
        _ name: String, _ resolution: Resolution, by: String, on billing: (any Billing)? = nil
    ) async throws(CPHError) -> PurchaseRecord {
        try await enter(name)
        defer { leave(name) }
        var record = try openRecord(name, resolution)
        if record.state == .sending { record = try write(record, .recovered, .inDoubt, [:], by) }
        if let change = record.change {
            return try await resolve(change, record, resolution, by, looksAtOrders: billing != nil)
        }
        let finding = await look(record)
        if case .unreadable(let why) = finding {
            throw CPHError(.api, "the account can't be looked at: \(why); nothing was changed")
        }
        switch resolution {
        case .look: return try take(finding, record, by)
        case .adopt(let ids): return try await adopt(ids, record, by)
        case .order(let id): return try await attach(id, record, by, billing)
        case .absent(let evidence, let others):
            try await checkIsLongAgo(record)
            if let billing, finding.isShort { try await checkNoOrder(of: record, besides: others, on: billing) }
            return try giveUp(finding, evidence, record, by)
        }
    }

    private func openRecord(_ name: String, _ resolution: Resolution) throws(CPHError) -> PurchaseRecord {
        guard let record = try record(name) else {
            throw .unknownPurchase(name, among: try purchaseNames(), " in project \(options.scope)")
        }
        let isOpen =
            !record.state.next.isEmpty && record.state != .refused && record.state != .notSent
            && (resolution != .look || record.state != .planned)
        guard isOpen || record.lateAnswer != nil else {
            throw CPHError(.ledger, "\(quoted(name)) is \(record.state.words): there is nothing to resolve")
        }
        return record
    }

    /// Records what a look found, where no person has decided.
    private func take(_ finding: ReconciliationResult, _ record: PurchaseRecord, _ by: String) throws(CPHError)
        -> PurchaseRecord
    {
        switch finding {
        case .complete(let ids, let orderID):
            let state = record.stateWhenFound(orderID)
            let isNews =
                state != record.state || Set(ids) != Set(record.serverIDs)
                || (orderID ?? record.orderID) != record.orderID
            return isNews ? try take(ids, orderID, state, .list, record, by) : record
        case .partial(let ids, let orderID):
            return try take(ids, orderID, .partial, .list, record, by)
        case .ordered(let orderID):
            guard record.state == .inDoubt else { return record }
            return try take([], orderID, record.paysAtOnce ? .orderOnly : .unpaid, .list, record, by)
        case .duplicate where record.state == .duplicate: return record
        case .duplicate(let ids, _):
            return try move(record, .duplicate, ["claimed": .list(ids.map(Value.string))], by)
        case .nothing, .unreadable: return record
        }
    }

    private func take(
        _ ids: [String], _ orderID: String?, _ state: PurchaseState, _ source: PurchaseRecord.Source,
        _ record: PurchaseRecord, _ by: String
    ) throws(CPHError) -> PurchaseRecord {
        var detail: Object = [
            "source": .string(source.rawValue), "server_ids": .list(ids.map(Value.string)), "reason": .null,
        ]
        if let orderID { detail["order_id"] = .string(orderID) }
        return try move(record, state, detail, by)
    }

    private func adopt(_ ids: [String], _ record: PurchaseRecord, _ by: String) async throws(CPHError) -> PurchaseRecord
    {
        let ids = Array(Set(ids)).sorted()
        guard !ids.isEmpty, ids.count <= record.count else {
            throw CPHError(
                .argument, "named are \(counted(ids.count, "server")), \(quoted(record.key)) asked for \(record.count)")
        }
        var orders: Set<String> = []
        for id in ids {
            var request = ShowServer()
            request.serverID = id
            let server = try await inner.perform(Operations.showServer, request)
            guard server.serverID == id else {
                throw CPHError(.argument, "the account has no server \(quoted(id))")
            }
            if let order = server.metadata?.orderID { orders.insert(order) }
        }
        // After the last wait: another purchase may have got them meanwhile.
        let others = try journalled { () throws(JournalError) in
            try journal.othersAmong(ids, scope: options.scope, purchase: record.id)
        }
        if let id = others.sorted().first {
            throw CPHError(.argument, "server \(quoted(id)) belongs to another purchase of this ledger")
        }
        let order = orders.count == 1 ? orders.first : nil
        let state = ids.count == record.count ? record.stateWhenFound(order) : .partial
        return try take(ids, order, state, .person, record, by)
    }

    /// Gives the order to the purchase, and looks for its servers by it.
    private func attach(
        _ orderID: String, _ record: PurchaseRecord, _ by: String, _ billing: (any Billing)?
    ) async throws(CPHError) -> PurchaseRecord {
        guard AnswerSalvage.isID(orderID.utf8) else {
            throw CPHError(
                .argument, "\(quoted(orderID)) is no order id", hint: "orders are called as in CS2611231458ABC")
        }
        try checkIsFree(orderID, for: record)
        let billed = try await billedServers(of: orderID, for: record, billing)
        var known = record
        known.orderID = orderID
        let finding = await look(known)
        // After the last wait: another purchase may have got the order or its servers meanwhile.
        try checkIsFree(orderID, for: record)
        try checkAreFree(billed, of: orderID, for: record)
        switch finding {
        case .complete, .partial, .duplicate: return try take(finding, known, by)
        case .unreadable(let why): throw CPHError(.api, "the account can't be looked at: \(why); nothing was changed")
        case .nothing where billed.count == record.count, .ordered where billed.count == record.count:
            return try take(billed, orderID, known.stateWhenFound(orderID), .person, known, by)
        case .nothing, .ordered:
            let detail: Object = [
                "order_id": .string(orderID), "source": .string(PurchaseRecord.Source.person.rawValue), "reason": .null,
            ]
            return try move(record, record.paysAtOnce ? .orderOnly : .unpaid, detail, by)
        }
    }

    /// The servers of an order that can be the purchase's; none where nobody is to be asked.
    private func billedServers(
        of orderID: String, for record: PurchaseRecord, _ billing: (any Billing)?
    ) async throws(CPHError) -> [String] {
        guard let billing else { return [] }
        do throws(CPHError) { return try await checkOrder(orderID, of: record, on: billing).map(\.id) } catch {
            guard error.kind != .argument, error.kind != .ledger, error.hint == nil else { throw error }
            var error = error
            error.hint = "--without-orders decides without the billing service"
            throw error
        }
    }

    /// Refuses to call a purchase absent while the service may simply not show it yet. Both times are the service's: ours may
    /// be wrong.
    private func checkIsLongAgo(_ record: PurchaseRecord) async throws(CPHError) {
        guard let sentAt = record.sentAt else { return }
        let listing = try await listing(named: record.key)
        guard !listing.withoutID.contains(where: NamePattern(record.key).matches) else {
            throw CPHError(
                .argument, "the account shows a server of \(quoted(record.key)) without an id; nothing was changed",
                hint: "look at it in the console")
        }
        let now = listing.serviceTime ?? options.clock.milliseconds()
        let passed = max(0, now - sentAt)
        // A run of another machine that stood still may still have been sending while its lease lasted.
        let lag = options.lag + .milliseconds(journal.store.owners?.lease ?? 0)
        guard passed < lag.milliseconds else { return }
        throw CPHError(
            .argument,
            "\(quoted(record.key)) was sent \(passed / 1000) s ago, and what is bought may show only after "
                + "\(lag.words); nothing was changed",
            hint: "wait and look again; --lag says how long this service takes")
    }

    private func giveUp(
        _ finding: ReconciliationResult, _ evidence: String, _ record: PurchaseRecord, _ by: String
    ) throws(CPHError) -> PurchaseRecord {
        guard evidence.contains(where: { !$0.isWhitespace }) else {
            throw CPHError(.argument, "say with --evidence how it is known that nothing was bought")
        }
        switch finding {
        case .complete(let ids, _), .partial(let ids, _), .duplicate(let ids, _):
            throw CPHError(
                .argument, "the account shows servers of \(quoted(record.key)): \(ids.joined(separator: ", "))",
                hint: "cph ledger resolve \(record.key) --adopt IDS")
        case .ordered(let orderID):
            guard record.state == .inDoubt else { break }
            throw CPHError(
                .argument, "the account has order \(quoted(orderID)), which the answer to \(quoted(record.key)) named",
                hint: "cph ledger resolve \(record.key)")
        case .nothing, .unreadable: break
        }
        let isOrdered = record.state == .unpaid || record.state == .orderOnly
        // Nothing was bought by what is recorded already; what a late answer says against it is settled herewith.
        let isSettled = record.state.maySend && record.lateAnswer != nil
        let detail: Object = ["evidence": .string(evidence), "reason": .string(evidence), "claimed": []]
        return try move(record, isSettled ? record.state : isOrdered ? .cancelled : .absent, detail, by)
    }

    func move(
        _ record: PurchaseRecord, _ state: PurchaseState, _ detail: Object, _ by: String
    ) throws(CPHError) -> PurchaseRecord {
        if record.lateAnswer != nil, state == .adopted, record.state.next.contains(.planned) {
            // What was not bought by what is recorded was bought after all: the arrows lead there through `planned`.
            return try write(try write(record, .resolved, .planned, [:], by), .resolved, state, detail, by)
        }
        guard record.state.next.contains(state) || state == record.state else {
            throw CPHError(
                .ledger, "\(quoted(record.key)) is \(record.state.words) and can't become \(state.words)")
        }
        return try write(record, .resolved, state, detail, by)
    }
}
