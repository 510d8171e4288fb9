public import CPHModel
import Schema
import Text

// Paying what was ordered: asked once for all orders, with what they come to.
extension SpendGuard {
    /// Asks for the payment of these purchases' orders. Those that are paid, cancelled or expired meanwhile need none.
    ///
    /// - Returns: False under a dry run, which has shown what would be paid.
    /// - Throws: `CPHError` of kind `denied` when nobody agreed, and what the billing service throws; nothing was paid then.
    public func approvePayment(of records: [PurchaseRecord], on billing: any Billing) async throws(CPHError) -> Bool {
        var (lines, ids, amounts): ([String], [String], [Amount?]) = ([], [], [])
        for record in records {
            guard let orderID = record.orderID else { continue }
            let quote = try await billing.quote(orderID)
            guard quote.status == .unpaid else { continue }
            lines.append(Self.line(record, orderID, quote))
            ids.append(orderID)
            amounts.append(quote.amount)
        }
        guard !ids.isEmpty else { return !isDryRun }
        let summary = ChangeSummary(paying: ids, lines, in: Self.total(amounts))
        if case .dryRun(let show) = mode {
            show(.change(summary))
            return false
        }
        _ = try await allow(summary)
        return true
    }

    private var isDryRun: Bool { if case .dryRun = mode { true } else { false } }

    private static func line(_ record: PurchaseRecord, _ orderID: String, _ quote: OrderQuote) -> String {
        let servers = "\(counted(record.count, "server")) x \(counted(record.months, "month"))"
        let amount = quote.amount.map(\.description) ?? "an amount that the service does not say"
        let until = quote.payableUntil.map { ", payable until \($0)" } ?? ""
        return "\(record.key): \(servers), order \(orderID), \(amount)\(until)"
    }

    private static func total(_ amounts: [Amount?]) -> String {
        let known = amounts.compactMap(\.self)
        guard known.count == amounts.count else { return "the service does not say what all of it comes to" }
        return Amount.sum(known).map { "in all \($0)" } ?? known.map(\.description).joined(separator: " and ")
    }

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
