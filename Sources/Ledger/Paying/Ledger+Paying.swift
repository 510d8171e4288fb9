public import CPHModel
import Schema
import Text

extension Ledger {
    /// Pays the order of a purchase: intent on disk, payment, then the order's own status decides what happened.
    ///
    /// An order can be paid only once, so that a payment in doubt is settled by its order id and never doubles.
    ///
    /// - Parameters:
    ///   - by: The person who decided to pay, for the record.
    ///   - choice: The coupons and the discount that they chose.
    /// - Returns: The purchase afterwards: paid or, where its servers already show, adopted.
    /// - Throws: `CPHError` of kind `ledger` when there is no order to pay, with the code `nothing_to_pay` when it is paid, `api`
    ///   when the order is not payable, and `in_doubt` when nobody can say whether it is paid.
    public func pay(
        _ name: String, by: String, with choice: PaymentChoice = PaymentChoice(), on billing: any Billing
    ) async throws(CPHError) -> PurchaseRecord {
        try await enter(name)
        defer { leave(name) }
        let (known, orderID) = try payable(name)
        let before = try await billing.quote(orderID)
        var record = try note(before, known, by)
        if before.status == .unpaid {
            record = try begin(record, before, choice, by)
            record = try await settlePayment(record, orderID, by, choice, billing)
        } else if !known.isPayable {
            throw nothingToPay(record)
        }
        guard record.bill.status == .paid else {
            throw CPHError(.api, "order \(quoted(orderID)) of \(quoted(name)) is \(record.orderWords)")
        }
        return try await collectServers(of: record, orderID, by, billing)
    }

    /// Takes the servers that a paid order shows by now.
    func collectServers(
        of record: PurchaseRecord, _ orderID: String, _ by: String, _ billing: any Billing
    ) async throws(CPHError) -> PurchaseRecord {
        guard record.state.next.contains(.adopted) else { return record }
        let finding = await look(record)
        // A change has no servers of its own.
        guard finding.isShort, record.change == nil else { return try collect(finding, record, by) }
        return try collect(await resources(of: record, orderID, billing), record, by)
    }

    /// Lists what can be paid: purchases that wait for payment, and those whose payment is in doubt.
    public func payablePurchases() throws(CPHError) -> [PurchaseRecord] {
        try purchases().filter(\.isPayable)
    }

    /// Lists what can be paid, however the ledger learnt of it: what it knows to wait for payment, and every other purchase
    /// whose order waits by the account. Purchases in doubt are looked for first.
    ///
    /// - Returns: The purchases, and the names of those in doubt whose orders wait and that a person must decide about.
    /// - Throws: `CPHError` of kind `ledger` when the file can't be read or written, and what the billing service throws.
    public func payablePurchases(
        by: String, on billing: any Billing
    ) async throws(CPHError) -> (payable: [PurchaseRecord], inDoubt: [String]) {
        let waiting = try await billing.unpaidOrders()
        // On a server, what is being sent may be another machine's that lives.
        let doubtful: Set<PurchaseState> = journal.store.owners == nil ? [.inDoubt, .sending] : [.inDoubt]
        for record in try purchases(in: doubtful) where !record.paysAtOnce {
            // What can't be looked at now stays in doubt.
            do throws(CPHError) { _ = try await resolve(record.key, .look, by: by) } catch  where error.kind != .ledger
            {}
        }
        let all = try purchases().filter { record in
            record.isPayable || record.orderID.map(waiting.contains) == true && !record.state.maySend
        }
        return (all.filter { !$0.isUnsure }, all.filter(\.isUnsure).map(\.key))
    }

    private func payable(_ name: String) throws(CPHError) -> (PurchaseRecord, String) {
        guard let record = try record(name) else {
            throw .unknownPurchase(name, among: try purchaseNames(), " in project \(options.scope)")
        }
        guard let orderID = record.orderID, !record.state.maySend, !record.isUnsure,
            record.isPayable || record.bill.status == nil
        else { throw nothingToPay(record) }
        return (record, orderID)
    }

    private func nothingToPay(_ record: PurchaseRecord) -> CPHError {
        let what = "\(quoted(record.key)) is \(record.state.words)"
        return record.isPaidFor
            ? CPHError(.ledger, code: CPHError.nothingToPay, "\(what): nothing is left to pay")
            : CPHError(.ledger, "\(what): there is no order to pay")
    }

    /// Records that the payment is about to be sent, and with what.
    private func begin(
        _ record: PurchaseRecord, _ quote: OrderQuote, _ choice: PaymentChoice, _ by: String
    ) throws(CPHError) -> PurchaseRecord {
        var detail = quote.amount?.detail ?? [:]
        detail["with"] = .list(choice.words.map(Value.string))
        return try writePayment([record.step(to: .paying, detail)], record, by)
    }

    /// Sends the payment. Whatever comes of it, the order is asked what it is now.
    private func settlePayment(
        _ record: PurchaseRecord, _ orderID: String, _ by: String, _ choice: PaymentChoice, _ billing: any Billing
    ) async throws(CPHError) -> PurchaseRecord {
        var failure: CPHError?
        do throws(CPHError) { try await billing.pay(orderID, with: choice) } catch { failure = error }
        let quote: OrderQuote
        do throws(CPHError) { quote = try await billing.quote(orderID) } catch {
            let reason: Object = ["reason": .string("the payment was sent, and the order can't be looked up")]
            _ = try writePayment([record.step(to: .inDoubt, reason)], record, by)
            throw paymentInDoubt(record.key, orderID, error)
        }
        let settled = try note(quote, record, by)
        if quote.status == .unpaid, let failure { throw failure }
        return settled
    }

    /// Records what the order is and comes to, where that is another than was known.
    func note(_ quote: OrderQuote, _ record: PurchaseRecord, _ by: String) throws(CPHError) -> PurchaseRecord {
        let drafts = record.drafts(for: quote, .payment, at: options.clock.milliseconds())
        return drafts.isEmpty ? record : try writePayment(drafts, record, by)
    }

    private func writePayment(
        _ drafts: [Journal.Draft], _ record: PurchaseRecord, _ by: String
    ) throws(CPHError) -> PurchaseRecord {
        let drafts = drafts.map { draft in
            var draft = draft
            draft.detail["by"] = .string(by)
            return draft
        }
        return try journalled { () throws(JournalError) in
            try append(
                drafts, to: record, "recording the payment", open: .findingOpen, durable: .findingDurable)
        }
    }

    private func collect(_ finding: ReconciliationResult, _ record: PurchaseRecord, _ by: String) throws(CPHError)
        -> PurchaseRecord
    {
        guard case .complete(let ids, _) = finding else { return record }
        let source = PurchaseRecord.Source.list.rawValue
        let detail: Object = ["source": .string(source), "server_ids": .list(ids.map(Value.string)), "reason": .null]
        return try write(record, .found, .adopted, detail, by)
    }

    /// The servers that the order itself names: a list may lag behind, or show them under other names.
    private func resources(of record: PurchaseRecord, _ orderID: String, _ billing: any Billing) async
        -> ReconciliationResult
    {
        do throws(CPHError) {
            let ids = try await billing.servers(of: orderID).map(\.id)
            let others = try journalled { () throws(JournalError) in
                try journal.othersAmong(ids, scope: options.scope, purchase: record.id)
            }
            guard ids.count == record.count, Set(ids).count == ids.count, others.isEmpty else { return .nothing }
            return .complete(ids: ids, orderID: orderID)
        } catch { return .unreadable(error.message) }
    }

    private func paymentInDoubt(_ name: String, _ orderID: String, _ cause: CPHError) -> CPHError {
        CPHError(
            .inDoubt, code: "payment_in_doubt",
            "the payment of order \(quoted(orderID)) was sent and may have been made: \(cause.message)",
            hint: "run cph ledger pay \(name) again: it asks the order first, and an order is paid only once",
            operation: Operations.payOrder.name, maybeDone: true)
    }
}

extension CPHError {
    /// The code of the error for a purchase that is paid already: whoever wanted it paid has what they wanted.
    public static let nothingToPay = "nothing_to_pay"
}
