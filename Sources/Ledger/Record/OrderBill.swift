import Schema

/// What a purchase's order has come to beside its amount, as far as the record knows.
public struct OrderBill: Hashable, Sendable {
    /// How far it has come; nil where nobody has asked.
    public private(set) var status: OrderStatus?
    /// What was paid in money; nil where nothing was, or nobody knows how much.
    public private(set) var paid: Amount?
    /// When it was paid, in UTC as the service writes it.
    public private(set) var paidAt: String?
    /// How much of its amount was paid with coupons.
    public private(set) var coupons: Amount?
    /// What discounts took off the list price, by the service's number of their kind.
    public private(set) var discounts: [Discount] = []
    /// The coupons and discounts that were chosen when it was paid, such as `coupon CP1`.
    public private(set) var with: [String] = []
    /// Until when it can be paid, in UTC as the service writes it.
    public private(set) var payableUntil: String?
    /// When its time for payment ended, where it ended unpaid.
    public private(set) var endedAt: String?
    /// What was given back, in the order in which it was learnt.
    public private(set) var refunds: [Refund] = []

    /// What discounts of one kind took off.
    public struct Discount: Hashable, Sendable {
        /// The service's number of the kind, such as 605 for a contract's.
        public let kind: String
        /// How much, in the currency of the order.
        public let amount: String
    }

    /// One refund.
    public struct Refund: Hashable, Sendable {
        /// The order that gave it back.
        public let orderID: String
        /// How much, above zero.
        public let amount: Amount
        /// When, in UTC as the service writes it; nil where it does not say.
        public let at: String?
    }

    /// What was given back in all; nil where nothing was, or in several currencies.
    public var refunded: Amount? { Amount.sum(refunds.map(\.amount)) }
}

extension OrderBill {
    /// Takes what an event says of the order. This is the only place that says what its words mean.
    mutating func apply(_ event: Event, amount: Amount?) {
        let detail = event.detail
        let said = detail["order_status"]?.text.flatMap(OrderStatus.init)
        if let now = said ?? event.to.flatMap(OrderStatus.init) { status = now }
        if let until = detail["payable_until"]?.text { payableUntil = until }
        if let ended = detail["ended_at"]?.text { endedAt = ended }
        if let at = detail["paid_at"]?.text { paidAt = at }
        let currency = detail["currency"]?.text ?? amount?.currency
        if let text = detail["coupons"]?.text { coupons = Amount(Decimal(text), currency) }
        if let members = detail["discounts"]?.members {
            discounts = members.compactMap { kind, value in value.text.map { Discount(kind: kind, amount: $0) } }
        }
        if let words = detail["with"]?.items { with = words.compactMap(\.text) }
        if let text = detail["paid"]?.text {
            paid = Amount(Decimal(text), currency)
        } else if event.kind == .payment, event.to == .paid, said == nil {
            // Written by a cph that paid all of it, and knew no coupons.
            paid = amount
        }
        if let refund = Refund(detail), !refunds.contains(where: { $0.orderID == refund.orderID }) {
            refunds.append(refund)
        }
    }

    /// The refund orders that the record knows.
    var refundOrders: Set<String> { Set(refunds.map(\.orderID)) }
}

extension OrderBill.Refund {
    init?(_ detail: Object) {
        guard let order = detail["refund_order"]?.text,
            let amount = Amount(detail["refund"]?.text.flatMap { Decimal($0) }, detail["currency"]?.text)
        else { return nil }
        self.init(orderID: order, amount: amount, at: detail["refunded_at"]?.text)
    }

    /// What the record keeps of it.
    var detail: Object {
        var detail: Object = [
            "refund_order": .string(orderID), "refund": .string(amount.text), "currency": .string(amount.currency),
        ]
        detail["refunded_at"] = at.map(Value.string)
        return detail
    }
}
