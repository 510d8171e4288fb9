import Schema
import Text

// What a line tells of an order: that it is paid, until when it can be, what came back.
extension Event {
    /// Whether it tells what became of the order, and nothing of servers.
    var isAboutOrder: Bool { status != nil || detail["refund_order"] != nil || detail["payable_until"] != nil }

    /// How far the order has come by this line.
    private var status: OrderStatus? {
        detail["order_status"]?.text.flatMap(OrderStatus.init) ?? to.flatMap(OrderStatus.init)
    }

    /// What the billing service says: `the order is paid: 12000.00 CNY on 2026-01-02T03:04:05Z`.
    var orderWords: String {
        if let refund = OrderBill.Refund(detail) {
            return "refunded \(refund.amount)\(refund.at.map { " on \($0)" } ?? ""), order \(refund.orderID)"
        }
        switch status {
        case .unpaid: return "the order waits for payment" + (word("payable_until").map { " until \($0)" } ?? "")
        case .paid: return "the order is paid" + moneyWords(": ")
        case .cancelled: return "the order was cancelled"
        case .expired: return "the order has expired: it was not paid" + (word("ended_at").map { " by \($0)" } ?? "")
        case .paying, .inDoubt, nil:
            return "the billing service was asked" + (word("payable_until").map { ": payable until \($0)" } ?? "")
        }
    }

    /// What was done to pay it, and what came of it.
    var paymentWords: String {
        switch status {
        case .paying:
            let with = (detail["with"]?.items ?? []).compactMap(\.text)
            return "\(person) pays the order" + (with.isEmpty ? "" : " with \(with.joined(separator: " and "))")
        case .paid: return "paid" + moneyWords(" ")
        case .inDoubt: return "nobody knows whether the order is paid"
        case .unpaid, .cancelled, .expired, nil: return orderWords
        }
    }

    /// What was paid, when and with which coupons: ` 12000.00 CNY on 2026-01-02T03:04:05Z, 100.00 of it with coupons`.
    private func moneyWords(_ start: String) -> String {
        let currency = word("currency").map { " \($0)" } ?? ""
        let paid = word("paid").map { "\(start)\($0)\(currency)" } ?? ""
        let at = word("paid_at").map { " on \($0)" } ?? ""
        let coupons = word("coupons").map { ", and \($0)\(currency) with coupons" } ?? ""
        return paid + at + coupons
    }

    private func word(_ name: String) -> String? { detail[name]?.text }
}
