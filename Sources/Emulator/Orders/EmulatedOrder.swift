public import CPHModel
public import Schema
import Text

/// An order as the emulated cloud keeps it, in memory and in its state file.
public struct EmulatedOrder: Model {
    /// `CS`, the time to the minute, and five characters, as in `CS1710111105S8IPB`.
    public var orderID = ""
    /// The product's id, which the answer to a purchase carries; it has no meaning to the emulator.
    public var productID = ""
    /// ID of the request that ordered; jobs are found by it.
    public var requestID: String?
    /// What the order is for; nil: new servers.
    public var kind: Kind?
    /// When the order was made, in milliseconds since 1970; in the future for a purchase that a fault delivers late.
    public var createdAt = 0
    /// When the order was paid, in milliseconds since 1970; nil while it waits for payment.
    public var paidAt: Int?
    /// When the order was cancelled, in milliseconds since 1970; nil unless somebody cancelled it.
    public var cancelledAt: Int?
    /// List price in CNY; negative for a refund.
    public var amount: Decimal?
    /// What a discount chosen at the payment took off beside the contract's, in CNY.
    public var discountOff: Decimal?
    /// The discount that was chosen at the payment.
    public var discount: DiscountChoice?
    /// The coupons that it was paid with, and how much of each.
    public var coupons: [SpentCoupon]?
    /// The order that a refund is about.
    public var refundOf: String?
    /// The request that bought, in the form of `create_server` also for servers with phones.
    public var request = CreateServer()
    /// What was sold; empty for an order about servers that another one sold.
    public var servers: [EmulatedServer] = []
    /// Servers of other orders that this one renews, changes or gives back.
    public var about: [String]?
    /// The phone model that the order changes servers to; nil for other orders.
    public var phoneModelName: String?
    /// Whether nothing shows the servers before they are paid.
    public var hidesUnpaidServers = false

    /// Makes a blank form for reading the state file.
    public init() {}

    /// Names the model in messages about the state file.
    public static let name = "EmulatedOrder"
    /// Describes the model in messages; scripts do not see it.
    public static let doc = "An order of the emulated cloud."

    /// The rows of the state file; their names must stay, or older files cannot be read.
    public static let fields: [Field<EmulatedOrder>] = [
        Field("order_id", \.orderID, .bytes(1...64), doc: "ID of the order"),
        Field("product_id", \.productID, doc: "ID of the product"),
        Field("request_id", \.requestID, doc: "ID of the request that ordered"),
        Field("order_type", \.kind, default: "1", doc: "What the order is for"),
        Field("created_at", \.createdAt, doc: "When it was ordered, in milliseconds since 1970"),
        Field("paid_at", \.paidAt, default: "not paid", doc: "When it was paid, in milliseconds since 1970"),
        Field(
            "cancelled_at", \.cancelledAt, default: "not cancelled",
            doc: "When it was cancelled, in milliseconds since 1970"),
        Field("amount", \.amount, default: "0", doc: "List price in CNY; negative for a refund"),
        Field("discount_off", \.discountOff, default: "0", doc: "What a discount chosen at the payment took off"),
        Field("discount", \.discount, default: "none", doc: "Discount that was chosen at the payment"),
        Field("coupons", \.coupons, default: "none", doc: "Coupons that it was paid with"),
        Field("refund_of", \.refundOf, default: "none", doc: "Order that a refund is about"),
        Field("request", \.request, doc: "What was ordered"),
        Field("servers", \.servers, doc: "What was sold"),
        Field("about", \.about, default: "none", doc: "Servers of other orders that this one is about"),
        Field("phone_model_name", \.phoneModelName, default: "none", doc: "Phone model of a change"),
        Field("hides_unpaid_servers", \.hidesUnpaidServers, doc: "Whether servers show only once they are paid"),
    ]

    /// The numbers are the billing service's.
    public enum Kind: Int, Choice {
        case new = 1
        case renewal = 2
        case change = 3
        case unsubscription = 4

        /// Says in words what the order does.
        public var meaning: String {
            switch self {
            case .new: "new servers"
            case .renewal: "a longer period"
            case .change: "another server model"
            case .unsubscription: "a refund"
            }
        }
    }

    /// The ids of what was sold, in the order of their numbers; empty for an order about other orders' servers.
    public var serverIDs: [String] { servers.map(\.serverID) }
    /// Whether the order was paid, at once or later; a refund is an order of its own.
    public var isPaid: Bool { paidAt != nil }

    /// How long an order waits for payment before the service cancels it.
    public static let paymentTime = Duration.seconds(7 * 24 * 3600)

    /// When the time for payment ends, in milliseconds since 1970.
    var paymentDeadline: Int { createdAt + Self.paymentTime.milliseconds }

    func isCancelled(at now: Int) -> Bool { cancelledAt != nil || (!isPaid && paymentDeadline <= now) }

    func waitsForPayment(at now: Int) -> Bool { !isPaid && !isCancelled(at: now) }
}
