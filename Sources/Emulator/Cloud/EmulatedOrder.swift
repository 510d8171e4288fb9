public import CPHModel
public import Schema

/// An order as the emulated cloud keeps it, in memory and in its state file.
public struct EmulatedOrder: Model {
    public var orderID = ""
    public var productID = ""
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
    /// Whether nothing shows the servers before they are paid.
    public var hidesUnpaidServers = false

    public init() {}

    public static let name = "EmulatedOrder"
    public static let doc = "An order of the emulated cloud."

    public static let fields: [Field<EmulatedOrder>] = [
        Field("order_id", \.orderID, .bytes(1...64), doc: "ID of the order"),
        Field("product_id", \.productID, doc: "ID of the product"),
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

/// One server of an order. Everything else about it follows from the order and the time.
public struct EmulatedServer: Model {
    public var serverID = ""
    public var serverName = ""
    /// Whether it ends as abnormal in place of running.
    public var failsToBuild = false
    /// Milliseconds since 1970; nil unless it was given back.
    public var deletedAt: Int?
    /// What renewals added to the order's period.
    public var renewedMonths: Int?
    /// Nil: as the order says.
    public var renewsItself: Bool?

    public init() {}

    public init(id: String, name: String) { (serverID, serverName) = (id, name) }

    public static let name = "EmulatedServer"
    public static let doc = "A server of the emulated cloud."

    public static let fields: [Field<EmulatedServer>] = [
        Field("server_id", \.serverID, .bytes(1...32), doc: "ID of the server"),
        Field("server_name", \.serverName, doc: "Name with the suffix that the service gave it"),
        Field("fails_to_build", \.failsToBuild, doc: "Whether it ends as abnormal in place of running"),
        Field("deleted_at", \.deletedAt, default: "not given back", doc: "When it ended, in milliseconds since 1970"),
        Field("renewed_months", \.renewedMonths, default: "0", doc: "What renewals added to the order's period"),
        Field("renews_itself", \.renewsItself, default: "as ordered", doc: "Whether it renews itself"),
    ]
}
