/// Purchases that are approved together.
public struct PlanSummary: Hashable, Sendable {
    public let name: String
    /// What `--approve` names.
    public let hash: String
    public let purchases: [PurchaseSummary]

    public init(name: String, hash: String, purchases: [PurchaseSummary]) {
        (self.name, self.hash, self.purchases) = (name, hash, purchases)
    }
}
