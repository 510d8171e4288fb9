public import Schema

/// What a server costs for a month, as whoever asks for a purchase has written it down. Nobody has checked it.
public struct ServerPrices: Hashable, Sendable {
    /// The price of one server-month by the server model's name.
    public let byModel: [String: Decimal]
    /// The currency of all of them, such as `CNY`; may be empty.
    public let currency: String

    /// What servers for so many months cost; nil for a model that has no price here, and for one that can't be right.
    public func price(of serverModelName: String, serverMonths: Int) -> Decimal? {
        byModel[serverModelName].flatMap { $0 >= 0 ? $0 * serverMonths : nil }
    }

    /// Takes prices as they are.
    public init(byModel: [String: Decimal], currency: String) { (self.byModel, self.currency) = (byModel, currency) }
}
