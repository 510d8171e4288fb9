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

    /// Adds amounts up, a sum for each currency in the order of their codes.
    static func sums(_ amounts: [Amount]) -> [Amount] {
        Dictionary(grouping: amounts, by: \.currency).sorted { $0.key < $1.key }.compactMap { sum($0.value) }
    }

    /// The amount with two decimals, or more where it has them, and without the currency: `12000.00`.
    public var text: String { "\(number)" }

    /// The same with the currency: `12000.00 CNY`.
    public var description: String { currency.isEmpty ? text : "\(text) \(currency)" }
}

extension Amount {
    /// Reads what the detail of an event says in `amount` and `currency`; nil where it says nothing.
    init?(_ detail: Object) { self.init(detail["amount"]?.text.flatMap { Decimal($0) }, detail["currency"]?.text) }

    /// The amount as the detail of an event has it.
    var detail: Object { ["amount": .string(text), "currency": .string(currency)] }
}
