public import Schema

/// What a refund gives back of one order that was paid.
public struct RefundPart: Model {
    /// The order that was paid.
    public var orderID = ""
    /// Its share in the list price, in CNY, below zero.
    public var amount = Decimal.zero
    /// What of that share was not paid in money, below zero.
    public var discountOff: Decimal?

    /// Makes a blank form for reading the state file.
    public init() {}

    /// Names the model in messages about the state file.
    public static let name = "RefundPart"
    /// Describes the model in messages; scripts do not see it.
    public static let doc = "What a refund gives back of an order."

    /// The rows of the state file.
    public static let fields: [Field<RefundPart>] = [
        Field("order_id", \.orderID, .notEmpty, doc: "ID of the order that was paid"),
        Field("amount", \.amount, doc: "Its share in the list price, below zero"),
        Field("discount_off", \.discountOff, default: "0", doc: "What of it was not paid in money, below zero"),
    ]

    /// The share that `count` of the `all` servers of `order` have in it.
    init(of order: EmulatedOrder, count: Int, all: Int) {
        let all = max(1, all)
        let spared = order.spared.times(count, over: all)
        orderID = order.orderID
        amount = -(order.amount ?? 0).times(count, over: all)
        discountOff = spared == 0 ? nil : -spared
    }

    /// What it comes to, below zero.
    var toPay: Decimal { World.discounted(amount) - (discountOff ?? 0) }
}
