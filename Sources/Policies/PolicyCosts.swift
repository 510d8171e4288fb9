public import Schema
import Text

/// The most money that may be spent.
public struct PolicyCosts: Model {
    /// The ISO code of the currency that the amounts are in.
    public var currency = ""
    /// The most of one call.
    public var perCall: Decimal?
    /// The most of one run, or of one session at the prompt.
    public var perRun: Decimal?
    /// The most of a calendar day, over all runs of the ledger.
    public var perDay: Decimal?
    /// The most of a calendar month, over all runs of the ledger.
    public var perMonth: Decimal?

    /// Makes caps that limit nothing.
    public init() {}

    /// Names the table in messages.
    public static let name = "PolicyCosts"
    /// Says what the table is, in messages.
    public static let doc = "The most money that may be spent, as the billing service prices it."

    /// The rows, of which reading, messages, `cph policy rules` and its page are made.
    public static let fields: [Field<PolicyCosts>] = [
        Field("currency", \.currency, .currency, doc: "The ISO code of the currency, such as CNY"),
        Field("per_call", \.perCall, .notNegative, doc: "For one call"),
        Field("per_run", \.perRun, .notNegative, doc: "In one run of cph"),
        Field("per_day", \.perDay, .notNegative, doc: "In a calendar day, over all runs of the ledger"),
        Field("per_month", \.perMonth, .notNegative, doc: "In a calendar month, over all runs of the ledger"),
    ]
}

extension Rule where V == Decimal {
    /// Refuses what is less than nothing.
    static var notNegative: Rule { Rule(.range, "must not be negative") { $0 < 0 ? "is \($0)" : nil } }
}

extension Rule where V == String {
    /// Refuses what is no ISO code of a currency.
    static var currency: Rule {
        Rule(.pattern, "must be an ISO code of three capital letters, such as CNY") { text in
            text.isCurrencyCode ? nil : "is \(quoted(text))"
        }
    }
}
