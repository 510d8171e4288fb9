import Schema
import Text

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

    init(hundredths: Int, currency: String) { (self.hundredths, self.currency) = (hundredths, currency) }

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

    /// The amount with two decimals and without the currency: `12000.00`.
    public var text: String {
        let (units, cents) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        return "\(hundredths < 0 ? "-" : "")\(units).\(zeroPadded(Int(cents), 2))"
    }

    /// The amount with two decimals and the currency: `12000.00 CNY`.
    public var description: String { currency.isEmpty ? text : "\(text) \(currency)" }
}

extension Amount {
    /// Reads an amount as `text` has it; nil for every other form.
    init?(text: String, currency: String) {
        let digits = text.hasPrefix("-") ? text.dropFirst() : Substring(text)
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].utf8.count == 2,
            digits.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let hundredths = Int((text.hasPrefix("-") ? "-" : "") + parts[0] + parts[1])
        else { return nil }
        self.init(hundredths: hundredths, currency: currency)
    }

    /// Reads what the detail of an event says in `amount` and `currency`; nil where it says nothing.
    init?(_ detail: Object) {
        guard let text = detail["amount"]?.text else { return nil }
        self.init(text: text, currency: detail["currency"]?.text ?? "")
    }

    /// The amount as the detail of an event has it.
    var detail: Object { ["amount": .string(text), "currency": .string(currency)] }
}
