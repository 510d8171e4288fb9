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

    /// Makes an order of which only id, time and whether it stands are known.
    public init(id: String, createdAt: Int?, isCancelled: Bool = false) {
        (self.id, self.createdAt, self.isCancelled) = (id, createdAt, isCancelled)
        (service, amount) = (nil, nil)
    }

    /// Reads an order; nil for one without an id, which nobody can claim.
    init?(_ order: Order) {
        guard let id = order.orderID else { return nil }
        self.id = id
        createdAt = order.createTime.flatMap(ISOTime.unixSeconds).map { $0 * 1000 }
        service = order.serviceTypeName ?? order.serviceTypeCode
        amount = Amount(order.amountAfterDiscount ?? order.officialAmount, order.currency)
        isCancelled = order.status == Order.Status.cancelled
    }
}

/// A server as the billing service lists it under an order.
public struct BilledServer: Hashable, Sendable {
    /// The server's id.
    public let id: String
    /// The server's name; nil where the service does not say.
    public let name: String?

    /// Makes a server of an order.
    public init(id: String, name: String?) { (self.id, self.name) = (id, name) }
}
