public import Schema

/// An amount of money in one currency. Amounts of different currencies are never added.
public struct Amount: Hashable, Sendable, CustomStringConvertible {
    /// How many units of the currency.
    public let number: Decimal
    /// The currency's ISO code, such as `CNY`; empty where the service does not say.
    public let currency: String

    /// Nil without a number.
    init?(_ number: Decimal?, _ currency: String?) {
        guard let number else { return nil }
        (self.number, self.currency) = (number, currency ?? "")
    }

    /// Adds amounts up; nil unless all are in one currency.
    static func sum(_ amounts: [Amount]) -> Amount? {
        guard let first = amounts.first, amounts.allSatisfy({ $0.currency == first.currency }) else { return nil }
        return Amount(amounts.reduce(.zero) { $0 + $1.number }, first.currency)
    }

    /// The amount with two decimals, or more where it has them, and the currency: `12000.00 CNY`.
    public var description: String { currency.isEmpty ? "\(number)" : "\(number) \(currency)" }
}
