/// A server as the billing service lists it under an order.
public struct BilledServer: Hashable, Sendable {
    /// The server's id.
    public let id: String
    /// The server's name; nil where the service does not say.
    public let name: String?

    /// Makes a server of an order.
    public init(id: String, name: String?) { (self.id, self.name) = (id, name) }
}
