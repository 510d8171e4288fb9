public import CPHModel
import Schema
import Text

// Paying what was ordered: asked once for all orders, with what they come to and what they can be paid with.
extension SpendGuard {
    /// Asks for the payment of these purchases' orders. Those that are paid, cancelled or expired meanwhile need none.
    ///
    /// - Parameter wish: The coupons and the discount that a person named; none are used otherwise.
    /// - Returns: What each purchase is paid with, by its name; nil under a dry run, which has shown what would be paid.
    /// - Throws: `CPHError` of kind `denied` when nobody agreed or a policy forbids it, `argument` when what was named can't be
    ///   used, and what the billing service throws; nothing was paid then.
    public func approvePayment(
        of records: [PurchaseRecord], with wish: PaymentWish = PaymentWish(), on billing: any Billing
    ) async throws(CPHError) -> [String: PaymentChoice]? {
        var bill = PaymentBill(wish)
        for record in records {
            guard let orderID = record.orderID else { continue }
            let quote = try await billing.quote(orderID)
            guard quote.status == .unpaid else { continue }
            try await bill.add(record, orderID, quote, on: billing)
        }
        guard !bill.ids.isEmpty else { return isDryRun ? nil : [:] }
        try bill.checkWish()
        try await checkPolicies(ofPaying: bill.ids)
        let summary = ChangeSummary(paying: bill.ids, bill.lines, in: bill.total)
        if case .dryRun(let show) = mode {
            show(.change(summary))
            return nil
        }
        _ = try await allow(summary)
        return bill.choices
    }

    private var isDryRun: Bool { if case .dryRun = mode { true } else { false } }

    /// The price of each order of a payment, a line each.
    func amounts(of summary: ChangeSummary) async -> [String] {
        // Lines that name the amount are there when the ledger itself asks for a payment.
        guard summary.operation == Operations.payOrder.name, !summary.isFromLedger else { return [] }
        let billing = BillingService(ledger)
        var lines: [String] = []
        for id in summary.ids.prefix(Self.mostQuoted) {
            let amount = try? await billing.quote(id).amount
            lines.append("order \(id): \(amount.map(\.description) ?? "the service does not say what it comes to")")
        }
        return lines
    }

    private static let mostQuoted = 20
}

extension ChangeSummary {
    /// Describes a payment of orders that the ledger knows.
    init(paying ids: [String], _ lines: [String], in total: String) {
        let pay = Operations.payOrder
        (operation, doc, effect, service) = (pay.name, total, pay.effect, pay.service)
        target = "\(pay.method.rawValue) \(pay.path)"
        (self.ids, fields, isFromLedger) = (ids, lines, true)
    }
}
