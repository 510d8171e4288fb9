public import CPHModel
public import Schema

/// An order as the emulated cloud keeps it, in memory and in its state file.
public struct EmulatedOrder: Model {
    public var orderID = ""
    public var productID = ""
    /// Milliseconds since 1970. In the future for a purchase that a fault delivers late.
    public var createdAt = 0
    /// Milliseconds since 1970; nil while the order waits for payment.
    public var paidAt: Int?
    public var request = CreateServer()
    public var servers: [EmulatedServer] = []
    /// Whether nothing shows the servers before they are paid.
    public var hidesUnpaidServers = false

    public init() {}

    public static let name = "EmulatedOrder"
    public static let doc = "An order of the emulated cloud."

    public static let fields: [Field<EmulatedOrder>] = [
        Field("order_id", \.orderID, .bytes(1...64), doc: "ID of the order"),
        Field("product_id", \.productID, doc: "ID of the product"),
        Field("created_at", \.createdAt, doc: "When it was ordered, in milliseconds since 1970"),
        Field("paid_at", \.paidAt, default: "not paid", doc: "When it was paid, in milliseconds since 1970"),
        Field("request", \.request, doc: "What was ordered"),
        Field("servers", \.servers, doc: "What was sold"),
        Field("hides_unpaid_servers", \.hidesUnpaidServers, doc: "Whether servers show only once they are paid"),
    ]

    public var serverIDs: [String] { servers.map(\.serverID) }
    public var isPaid: Bool { paidAt != nil }
}

/// One server of an order. Everything else about it follows from the order and the time.
public struct EmulatedServer: Model {
    public var serverID = ""
    public var serverName = ""
    /// Whether it ends as abnormal in place of running.
    public var failsToBuild = false

    public init() {}

    public init(id: String, name: String) { (serverID, serverName) = (id, name) }

    public static let name = "EmulatedServer"
    public static let doc = "A server of the emulated cloud."

    public static let fields: [Field<EmulatedServer>] = [
        Field("server_id", \.serverID, .bytes(1...32), doc: "ID of the server"),
        Field("server_name", \.serverName, doc: "Name with the suffix that the service gave it"),
        Field("fails_to_build", \.failsToBuild, doc: "Whether it ends as abnormal in place of running"),
    ]
}
