import Schema

/// An order before it is paid.
public struct OrderQuote: Hashable, Sendable {
    /// Whether the order can be paid, or is past that.
    public var status: OrderStatus
    /// The price to be paid, such as `12000.00 CNY`; nil where the service does not say.
    public var amount: Amount?
    /// The end of the time for payment in UTC, as the service writes it; nil where it does not say.
    public var payableUntil: String?

    /// What the record keeps of it beside the status.
    var detail: Object { amount?.detail ?? [:] }

    /// Makes a quote without amount and deadline.
    public init(_ status: OrderStatus) { self.status = status }
}
