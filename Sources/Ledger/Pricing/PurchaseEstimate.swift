import Text

/// What a purchase would cost, as far as anybody knows: for dry runs.
public struct PurchaseEstimate: Hashable, Sendable {
    /// By the billing service; nil where it has no price.
    let price: PurchasePrice?
    /// By the project's own table; nil where it has none.
    let projectAmount: Amount?
    /// Why the billing service has none.
    let why: String?

    /// Says it in a few words: `24000.00 CNY (list price 30000.00 CNY, 6000.00 less by Contract)`.
    public var words: String {
        if let price { return price.words }
        if let projectAmount { return "\(projectAmount) by the prices in cph.project.lua" }
        return "price not known (\(cleaned(why ?? "nobody was asked")))"
    }
}
