public import CPHModel
import Text

/// A plan as it is shown to whoever approves it. The hash is of what is announced and for whom, so that a script cannot
/// pass other purchases under the hash of an approved plan.
public struct AnnouncedPlan: Hashable, Sendable {
    /// The plan's name, without anything that a terminal would act on.
    public let name: String
    /// One valid request per call, in the plan's order.
    public let calls: [CreateServer]
    /// Changes of servers that were bought before, in the plan's order.
    public let changes: [ResourceChange]
    /// What the plan says of prices, which is no part of what is approved; nil where it says nothing.
    public let prices: ServerPrices?

    /// Describes a plan.
    ///
    /// - Throws: `CPHError` of kind `argument` when the name holds what a terminal would not show.
    public init(
        name: String, calls: [CreateServer], changes: [ResourceChange] = [], prices: ServerPrices? = nil
    ) throws(CPHError) {
        guard !name.isEmpty, name.utf8.count <= 200, !name.unicodeScalars.contains(where: isInvisible) else {
            throw CPHError(.argument, "a plan's name is 1 to 200 bytes of visible text, not \(quoted(name))")
        }
        (self.name, self.calls, self.changes, self.prices) = (name, calls, changes, prices)
    }
}
