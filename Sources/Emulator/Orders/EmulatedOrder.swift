public import CPHModel
public import Schema

/// An order as the emulated cloud keeps it, in memory and in its state file.
public struct EmulatedOrder: Model {
    public var orderID = ""
    public var productID = ""
    /// ID of the request that ordered; jobs are found by it.
    public var requestID: String?
    /// What the order is for; nil: new servers.
    public var kind: Kind?
    /// Milliseconds since 1970. In the future for a purchase that a fault delivers late.
    public var createdAt = 0
    /// Milliseconds since 1970; nil while the order waits for payment.
    public var paidAt: Int?
    /// Milliseconds since 1970; nil unless somebody cancelled it.
    public var cancelledAt: Int?
    /// List price in CNY; negative for a refund.
    public var amount: Double?
    public var request = CreateServer()
    /// What was sold; empty for an order about servers that another one sold.
    public var servers: [EmulatedServer] = []
    /// Servers of other orders that this one renews, changes or gives back.
    public var about: [String]?
    /// The phone model of a change.
    public var phoneModelName: String?
    /// Whether nothing shows the servers before they are paid.
    public var hidesUnpaidServers = false

    public init() {}

    public static let name = "EmulatedOrder"
    public static let doc = "An order of the emulated cloud."

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

        public var meaning: String {
            switch self {
            case .new: "new servers"
            case .renewal: "a longer period"
            case .change: "another server model"
            case .unsubscription: "a refund"
            }
        }
    }

    public var serverIDs: [String] { servers.map(\.serverID) }
    public var isPaid: Bool { paidAt != nil }

    /// How long an order waits for payment before the service cancels it.
    public static let paymentTime = Duration.seconds(7 * 24 * 3600)

    /// Milliseconds since 1970.
    var paymentDeadline: Int { createdAt + Self.paymentTime.milliseconds }

    func isCancelled(at now: Int) -> Bool { cancelledAt != nil || (!isPaid && paymentDeadline <= now) }

    func waitsForPayment(at now: Int) -> Bool { !isPaid && !isCancelled(at: now) }
}
