/// An amount of money, exact to the hundredth.
public struct Amount: Hashable, Sendable, CustomStringConvertible {
    /// In hundredths of the currency's unit.
    public let hundredths: Int
    /// The currency's ISO code, such as `CNY`; empty where the service does not say.
    public let currency: String

    /// Rounds to the hundredth; nil for what is not an amount of money.
    init?(_ number: Double?, _ currency: String?) {
        guard let number, abs(number) < 1e15 else { return nil }
        (hundredths, self.currency) = (Int((number * 100).rounded()), currency ?? "")
    }

    private init(hundredths: Int, currency: String) { (self.hundredths, self.currency) = (hundredths, currency) }

    /// Adds amounts up; nil unless all are in one currency, and for a sum that no number here holds.
    static func sum(_ amounts: [Amount]) -> Amount? {
        guard let first = amounts.first, amounts.allSatisfy({ $0.currency == first.currency }) else { return nil }
        var sum = 0
        for amount in amounts {
            let (next, overflows) = sum.addingReportingOverflow(amount.hundredths)
            if overflows { return nil }
            sum = next
        }
        return Amount(hundredths: sum, currency: first.currency)
    }

    /// The amount with two decimals and the currency: `12000.00 CNY`.
    public var description: String {
        let cents = abs(hundredths) % 100
        let sign = hundredths < 0 ? "-" : ""
        let text = "\(sign)\(abs(hundredths) / 100).\(cents < 10 ? "0" : "")\(cents)"
        return currency.isEmpty ? text : "\(text) \(currency)"
    }
}
