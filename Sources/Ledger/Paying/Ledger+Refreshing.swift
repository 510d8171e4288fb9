public import CPHModel
import Schema
import Text

/// What a look at the account's orders has brought.
public struct OrderNews: Sendable {
    /// How many purchases have an order that was asked about.
    public internal(set) var asked = 0
    /// The purchases of which something new was learnt, as they are now.
    public internal(set) var changed: [PurchaseRecord] = []
    /// What could not be found out, a line each.
    public internal(set) var failures: [String] = []
}

// What became of orders: learnt from the billing service, and written where it is news.
extension Ledger {
    /// Asks the billing service what became of every order of this scope: whether it was paid, when and with what, whether it
    /// was cancelled or has expired, and what was given back. What is news becomes an event. Buys and pays nothing.
    ///
    /// - Throws: `CPHError` of kind `ledger` when the file can't be read or written, and what the billing service throws.
    public func refreshOrders(on billing: any Billing) async throws(CPHError) -> OrderNews {
        let records = try purchases().filter { $0.orderID != nil && $0.state != .sending }
        var news = OrderNews()
        news.asked = records.count
        guard let first = records.map(\.time).min() else { return news }
        let listed = try await billing.bill(
            since: (first - Evidence.skew) / 1000, now: options.clock.milliseconds() / 1000)
        var orders = Dictionary(listed.map { ($0.id, $0) }) { $1 }
        for id in records.compactMap(\.orderID) where orders[id] == nil {
            do throws(CPHError) { orders[id] = try await billing.order(id) } catch {
                news.failures.append("order \(quoted(id)) can't be looked up: \(error.message)")
            }
        }
        let refunds = await refunds(listed, besides: records, on: billing, &news)
        for record in records {
            guard let id = record.orderID else { continue }
            try await learn(record.key, id, orders[id]?.quote, refunds[id] ?? [], on: billing, &news)
        }
        return news
    }

    /// The refunds that are listed and that no purchase knows yet, by the order that was paid.
    private func refunds(
        _ listed: [BilledOrder], besides records: [PurchaseRecord], on billing: any Billing, _ news: inout OrderNews
    ) async -> [String: [OrderBill.Refund]] {
        let known = records.reduce(into: Set<String>()) { $0.formUnion($1.bill.refundOrders) }
        var refunds: [String: [OrderBill.Refund]] = [:]
        for order in listed where order.isRefund && order.quote?.status == .paid && !known.contains(order.id) {
            do throws(CPHError) {
                for part in try await billing.refunds(by: order.id) {
                    guard let amount = Amount(part.amount, order.amount?.currency) else { continue }
                    let refund = OrderBill.Refund(orderID: order.id, amount: amount, at: order.doneAt)
                    refunds[part.of, default: []].append(refund)
                }
            } catch { news.failures.append("refund \(quoted(order.id)) can't be looked up: \(error.message)") }
        }
        return refunds
    }

    /// Writes what is news of one purchase's order, and takes the servers that a paid order shows by now.
    private func learn(
        _ name: String, _ orderID: String, _ quote: OrderQuote?, _ refunds: [OrderBill.Refund],
        on billing: any Billing, _ news: inout OrderNews
    ) async throws(CPHError) {
        try await enter(name)
        defer { leave(name) }
        // After the wait: another run may have gone on with it.
        guard var record = try record(name), record.orderID == orderID else { return }
        let before = record
        record = try writeNews(quote, refunds, of: record)
        if record.state == .paid || record.state == .orderOnly && record.bill.status == .paid {
            record = try await collectServers(of: record, orderID, "", billing)
        }
        if record != before { news.changed.append(record) }
    }

    /// Writes what is news of an order; nothing where nothing is.
    func writeNews(
        _ quote: OrderQuote?, _ refunds: [OrderBill.Refund], of record: PurchaseRecord, isFollowed: Bool = false
    ) throws(CPHError) -> PurchaseRecord {
        var drafts = quote.map { record.drafts(for: $0, .found, at: options.clock.milliseconds()) } ?? []
        let known = record.bill.refundOrders
        drafts += refunds.filter { !known.contains($0.orderID) }.map { Journal.Draft(kind: .found, detail: $0.detail) }
        guard !drafts.isEmpty else { return record }
        return try journalled { () throws(JournalError) in
            try append(
                drafts, to: record, "recording what became of an order", open: .findingOpen, durable: .findingDurable,
                isFollowed: isFollowed)
        }
    }
}
