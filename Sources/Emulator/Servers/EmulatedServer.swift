public import CPHModel
public import Schema

/// One server of an order: what was changed about it. Everything else follows from the order and the time.
public struct EmulatedServer: Model {
    /// The server's id, 32 hexadecimal digits, made by the cloud.
    public var serverID = ""
    /// The name as lists show it; a rename changes it.
    public var serverName = ""
    /// Whether it ends as abnormal in place of running.
    public var failsToBuild = false
    /// Its address in the first subnet.
    public var serverIP: String?
    /// The address on the Internet; nil for a server without an elastic IP.
    public var publicIP: String?
    /// When it was given back, in milliseconds since 1970; nil unless it was.
    public var deletedAt: Int?
    /// When it was restarted last, in milliseconds since 1970; nil unless it was.
    public var restartedAt: Int?
    /// When something was changed last, in milliseconds since 1970; nil unless it was.
    public var changedAt: Int?
    /// The new value; nil while it is as ordered.
    public var keypairName: String?
    /// The new value; nil while it is as ordered.
    public var serverModelName: String?
    /// The phone model that was ordered or changed to; nil for a purchase that named none.
    public var phoneModelName: String?
    /// The months that renewals added to the order's period; nil without any.
    public var renewedMonths: Int?
    /// Whether it renews itself; nil while it is as the order says.
    public var renewsItself: Bool?
    /// What was tagged after the purchase; nil until tags are changed.
    public var tags: [Tag]?

    /// Makes a blank form for reading the state file.
    public init() {}

    /// Makes a server that was just sold: nothing about it has been changed.
    public init(id: String, name: String) { (serverID, serverName) = (id, name) }

    /// Names the model in messages about the state file.
    public static let name = "EmulatedServer"
    /// Describes the model in messages; scripts do not see it.
    public static let doc = "A server of the emulated cloud."

    /// The rows of the state file; their names must stay, or older files cannot be read.
    public static let fields: [Field<EmulatedServer>] = [
        Field("server_id", \.serverID, .bytes(1...32), doc: "ID of the server"),
        Field("server_name", \.serverName, doc: "Name with the suffix that the service gave it"),
        Field("fails_to_build", \.failsToBuild, doc: "Whether it ends as abnormal in place of running"),
        Field("server_ip", \.serverIP, doc: "Its address in the first subnet"),
        Field("public_ip", \.publicIP, default: "none", doc: "Its elastic IP"),
        Field("deleted_at", \.deletedAt, default: "not given back", doc: "When it ended, in milliseconds since 1970"),
        Field(
            "restarted_at", \.restartedAt, default: "never", doc: "When it was restarted, in milliseconds since 1970"),
        Field("changed_at", \.changedAt, default: "never", doc: "When it was changed, in milliseconds since 1970"),
        Field("keypair_name", \.keypairName, default: "as ordered", doc: "Key pair"),
        Field("server_model_name", \.serverModelName, default: "as ordered", doc: "Server model"),
        Field("phone_model_name", \.phoneModelName, default: "none", doc: "Phone model"),
        Field("renewed_months", \.renewedMonths, default: "0", doc: "What renewals added to the order's period"),
        Field("renews_itself", \.renewsItself, default: "as ordered", doc: "Whether it renews itself"),
        Field("tags", \.tags, default: "none", doc: "Its tags"),
    ]
}
