import CPHModel
import Schema

/// What the billing service says of an order now.
public struct OrderQuote: Hashable, Sendable {
    /// Whether the order can be paid, or is past that.
    public var status: OrderStatus
    /// What it comes to after discounts, such as `12000.00 CNY`; nil where the service does not say.
    public var amount: Amount?
    /// The end of the time for payment in UTC, as the service writes it; nil where it does not say.
    public var payableUntil: String?
    /// When it was paid in UTC, as the service writes it; nil where it does not say.
    public var paidAt: String?
    /// How much of the amount was paid with coupons; nil for none.
    public var coupons: Amount?
    /// What discounts took off the list price, by the service's number of their kind.
    public var discounts: [String: Amount] = [:]

    /// Makes a quote of which only the status is known.
    public init(_ status: OrderStatus) { self.status = status }

    init(_ status: OrderStatus, _ order: Order) {
        self.status = status
        amount = Amount(order.amountAfterDiscount ?? order.officialAmount, order.currency)
        (payableUntil, paidAt) = (order.pendingPaymentEndTime, order.paymentTime)
        let parts = [order.amountInfo?.couponAmount, order.amountInfo?.flexipurchaseCouponAmount].compactMap(\.self)
        let sum = parts.reduce(.zero, +)
        coupons = sum == .zero ? nil : Amount(sum, order.currency)
        for discount in order.amountInfo?.discounts ?? [] {
            guard let amount = Amount(discount.discountAmount, order.currency), amount.number != .zero else { continue }
            discounts[discount.discountType ?? "?"] = amount
        }
    }

    /// What was paid in money: the amount without coupons. Nil for an order that is not paid, and where the amount is not
    /// known.
    var paid: Amount? {
        guard status == .paid, let amount else { return nil }
        return Amount(amount.number - (coupons?.number ?? .zero), amount.currency)
    }

    /// What the record keeps of it.
    var detail: Object {
        var detail = amount?.detail ?? [:]
        detail["order_status"] = .string(status.rawValue)
        if !discounts.isEmpty {
            let members = discounts.sorted { $0.key < $1.key }.map { Object.Member($0.key, .string($0.value.text)) }
            detail["discounts"] = .object(Object(uniqueMembers: members))
        }
        switch status {
        case .unpaid: detail["payable_until"] = payableUntil.map(Value.string)
        case .paid:
            detail["paid"] = paid.map { .string($0.text) }
            detail["paid_at"] = paidAt.map(Value.string)
            detail["coupons"] = coupons.map { .string($0.text) }
        case .cancelled, .expired, .paying, .inDoubt: break
        }
        return detail
    }
}
