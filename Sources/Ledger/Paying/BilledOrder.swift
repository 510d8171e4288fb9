import CPHModel
import Clock

/// An order as the billing service lists it.
public struct BilledOrder: Hashable, Sendable {
    /// The order's id.
    public let id: String
    /// When it was ordered, in milliseconds since 1970; nil where the service does not say.
    public let createdAt: Int?
    /// What was ordered, in the service's language.
    public let service: String?
    /// What it costs after discount; nil where the service does not say.
    public let amount: Amount?
    /// Whether it was cancelled, by a person or because nobody paid it.
    public let isCancelled: Bool
    /// What became of it; nil for an order that is under review or being refunded, and is neither paid nor payable.
    public let quote: OrderQuote?
    /// Whether it gives something back.
    public let isRefund: Bool
    /// When it was carried out, in UTC as the service writes it; nil where it does not say.
    let doneAt: String?

    /// Makes an order of which only id, time and what became of it are known.
    public init(
        id: String, createdAt: Int?, isCancelled: Bool = false, quote: OrderQuote? = nil, isRefund: Bool = false
    ) {
        (self.id, self.createdAt, self.isCancelled, self.quote, self.isRefund) =
            (id, createdAt, isCancelled, quote, isRefund)
        (service, amount, doneAt) = (nil, quote?.amount, nil)
    }

    /// Reads an order; nil for one without an id, which nobody can claim.
    init?(_ order: Order) {
        guard let id = order.orderID else { return nil }
        self.id = id
        createdAt = order.createTime.flatMap(ISOTime.unixSeconds).map { $0 * 1000 }
        service = order.serviceTypeName ?? order.serviceTypeCode
        amount = Amount(order.amountAfterDiscount ?? order.officialAmount, order.currency)
        isCancelled = order.status == Order.Status.cancelled
        quote = order.status.flatMap(OrderStatus.init(number:)).map { OrderQuote($0, order) }
        isRefund = order.orderType.map(String.init) == OrderTypeFilter.unsubscription.rawValue
        doneAt = order.paymentTime ?? order.createTime
    }
}

extension OrderStatus {
    /// Reads the service's number for a status; nil for an order that is under review or being refunded, which is neither
    /// paid nor payable.
    init?(number: Int) {
        switch number {
        case Order.Status.pendingPayment: self = .unpaid
        case Order.Status.processing, Order.Status.completed: self = .paid
        case Order.Status.cancelled: self = .cancelled
        default: return nil
        }
    }
}
