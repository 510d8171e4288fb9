public import CPHModel
import Schema
import Text

extension Ledger {
    /// Pays the order of an unpaid purchase: intent on disk, payment, then the order's own status decides what happened.
    ///
    /// An order can be paid only once, so that a payment in doubt is settled by its order id and never doubles.
    ///
    /// - Parameter by: The person who decided to pay, for the record.
    /// - Returns: The purchase afterwards: paid or, where its servers already show, adopted.
    /// - Throws: `CPHError` of kind `ledger` when there is no order to pay, `api` when the order is not payable, and
    ///   `in_doubt` when nobody can say whether it is paid.
    public func pay(_ name: String, by: String, on billing: any Billing) async throws(CPHError) -> PurchaseRecord {
        try await enter(name)
        defer { leave(name) }
        let (unpaid, orderID) = try payable(name)
        let before = try await billing.quote(orderID)
        var record = try note(before, unpaid, by)
        if before.status == .unpaid {
            record = try write(record, .payment, .paying, before.detail, by)
            record = try await settlePayment(record, orderID, by, billing)
        }
        guard record.state == .paid else {
            throw CPHError(.api, "order \(quoted(orderID)) of \(quoted(name)) is \(record.state.words)")
        }
        let finding = await look(record)
        guard finding.isShort else { return try collect(finding, record, by) }
        return try collect(await resources(of: record, orderID, billing), record, by)
    }

    /// Lists what can be paid: purchases that wait for payment, and those whose payment is in doubt.
    public func payablePurchases() throws(CPHError) -> [PurchaseRecord] {
        try purchases(in: Self.payableStates).filter { $0.orderID != nil }
    }

    private static let payableStates: Set<PurchaseState> = [.unpaid, .paying, .paymentInDoubt]

    private func payable(_ name: String) throws(CPHError) -> (PurchaseRecord, String) {
        guard let record = try record(name) else {
            throw .unknownPurchase(name, among: try purchaseNames(), " in project \(options.scope)")
        }
        guard Self.payableStates.contains(record.state), let orderID = record.orderID else {
            throw CPHError(.ledger, "\(quoted(name)) is \(record.state.words): there is no order to pay")
        }
        return (record, orderID)
    }

    /// Sends the payment. Whatever comes of it, the order is asked what it is now.
    private func settlePayment(
        _ record: PurchaseRecord, _ orderID: String, _ by: String, _ billing: any Billing
    ) async throws(CPHError) -> PurchaseRecord {
        var failure: CPHError?
        do throws(CPHError) { try await billing.pay(orderID) } catch { failure = error }
        let quote: OrderQuote
        do throws(CPHError) { quote = try await billing.quote(orderID) } catch {
            let reason: Object = ["reason": .string("the payment was sent, and the order can't be looked up")]
            _ = try write(record, .payment, .paymentInDoubt, reason, by)
            throw paymentInDoubt(record.key, orderID, error)
        }
        let settled = try note(quote, record, by)
        if quote.status == .unpaid, let failure { throw failure }
        return settled
    }

    /// Records what the order is and comes to, where it is another than was known.
    private func note(_ quote: OrderQuote, _ record: PurchaseRecord, _ by: String) throws(CPHError) -> PurchaseRecord {
        let status = quote.status
        if record.state == status.state { return record }
        var detail = quote.detail
        if record.state == .unpaid, status == .paid {
            // Paid elsewhere, such as in the console; the arrows lead there through `paying`.
            return try write(try write(record, .payment, .paying, [:], by), .payment, .paid, detail, by)
        }
        detail["reason"] = .null
        return try write(record, .payment, status.state, detail, by)
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
