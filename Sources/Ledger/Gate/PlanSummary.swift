public import CPHModel

/// Purchases that are approved together.
public struct PlanSummary: Hashable, Sendable {
    /// The plan's name, which a person types to approve it.
    public let name: String
    /// What `--approve` names.
    public let hash: String
    /// Every purchase of the plan, in its order.
    public let purchases: [PurchaseSummary]
    /// What the plan says of prices; nil where it says nothing.
    public let prices: ServerPrices?

    /// Makes a summary; that `hash` belongs to the purchases is the caller's to see to.
    public init(name: String, hash: String, purchases: [PurchaseSummary], prices: ServerPrices? = nil) {
        (self.name, self.hash, self.purchases, self.prices) = (name, hash, purchases, prices)
    }
}
