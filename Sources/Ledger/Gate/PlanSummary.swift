/// Purchases that are approved together.
public struct PlanSummary: Hashable, Sendable {
    /// The plan's name, which a person types to approve it.
    public let name: String
    /// What `--approve` names.
    public let hash: String
    /// Every purchase of the plan, in its order.
    public let purchases: [PurchaseSummary]

    /// Makes a summary; that `hash` belongs to the purchases is the caller's to see to.
    public init(name: String, hash: String, purchases: [PurchaseSummary]) {
        (self.name, self.hash, self.purchases) = (name, hash, purchases)
    }
}
