public import CPHModel
import Schema
import Text

/// What a person is asked. Every value was validated by the host: no field holds control characters.
public struct ApprovalQuestion: Sendable {
    /// The plan's name, or the purchase's: what the person types, with `servers`.
    public let name: String
    /// The hash of the plan, as `--approve` takes it; nil for a single purchase.
    public let hash: String?
    /// What would be bought: one purchase, or all of a plan.
    public let purchases: [PurchaseSummary]
    /// What the plan says of prices; nil where it says nothing.
    public let prices: ServerPrices?
    /// The account that would pay.
    public let account: AccountScope
    /// How many servers this run has bought so far, those in doubt included.
    public let serversSoFar: Int
    /// The same in server-months: servers times months.
    public let serverMonthsSoFar: Int

    /// What it costs today, as the billing service says; nil where that is not known.
    public internal(set) var price: PurchasePrice?
    /// Why no price is known; nil where one is, or nobody has asked.
    public internal(set) var whyNoPrice: String?
    /// What it cost when it was left to be approved; nil where that is not known, and for whoever asks for themselves.
    public internal(set) var askedPrice: PurchasePrice?
    /// Who has left it to be approved, a sentence each; empty for whoever asks for themselves.
    public internal(set) var askers: [String] = []

    /// The same question with today's price, or why there is none.
    public func priced(_ quote: PriceQuote) -> ApprovalQuestion {
        var question = self
        (question.price, question.whyNoPrice) = (quote.price, quote.why)
        return question
    }

    /// Huawei's name of the call that buys the first of them; a plan's purchases are all of one kind.
    public var operation: String { purchases.first?.operation ?? "" }
    /// What is done to servers that were bought before; empty where servers are bought.
    public var changes: [RecordedChange] { purchases.compactMap(\.change) }
    /// How many servers the purchases come to together.
    public var servers: Int { purchases.reduce(0) { $0.plus($1.servers) } }
    /// How many server-months the purchases come to together, with 12 months for a year.
    public var serverMonths: Int { purchases.reduce(0) { $0.plus($1.serverMonths) } }

    /// What the purchases come to at the plan's own prices; nil where one of them is not known.
    public var amount: Amount? { prices?.amount(of: purchases) }

    /// What they come to at the prices that `cph.project.lua` names; nil where one of them is not known, or the billing service
    /// has a price.
    public internal(set) var projectAmount: Amount?

    /// What must be confirmed apart, each a sentence: years, renewal.
    public var cautions: [String] { Self.cautions(of: purchases) }

    static func cautions(of purchases: [PurchaseSummary]) -> [String] {
        let given = purchases.count { $0.change?.kind == .unsubscription }
        let own = purchases.count { $0.change?.kind == .autoRenewal }
        let renewed = purchases.count { $0.change?.kind == .renewal && $0.isInYears }
        var changes: [String] = []
        if given > 0 { changes.append("\(counted(given, "server")) GIVEN BACK: deleted with all that is on them") }
        if own > 0 { changes.append("\(counted(own, "server")) set to AUTO-RENEWAL: paid again after each period") }
        if renewed > 0 { changes.append("\(counted(renewed, "server")) renewed for YEARS, not months") }
        if !changes.isEmpty { return changes }
        let years = purchases.filter(\.isInYears)
        let renewals = purchases.filter(\.renewsItself)
        var cautions: [String] = []
        if let longest = years.map(\.terms.number).max() {
            let servers = years.reduce(0) { $0.plus($1.servers) }
            cautions.append(
                "\(counted(servers, "server")) for YEARS, not months: up to "
                    + counted(longest, "YEAR", plural: "YEARS"))
        }
        if !renewals.isEmpty {
            let servers = renewals.reduce(0) { $0.plus($1.servers) }
            cautions.append(
                "\(counted(servers, "server")) with AUTO-RENEWAL: paid again after each period")
        }
        return cautions
    }
}

extension ServerPrices {
    /// What purchases come to at these prices; nil where one of them is not known, and for no purchases.
    public func amount(of purchases: [PurchaseSummary]) -> Amount? {
        var amounts: [Amount] = []
        for purchase in purchases where purchase.hasPrice {
            // What another model costs for the rest of a period is no price of a server-month.
            guard purchase.change.map({ $0.kind == .renewal }) ?? true else { return nil }
            let price = price(of: purchase.serverModelName, serverMonths: purchase.serverMonths)
            guard let amount = Amount(price, currency) else { return nil }
            amounts.append(amount)
        }
        return Amount.sum(amounts)
    }
}
