/// A plan that a run has left for somebody else to approve.
public struct WaitingPlan: Hashable, Sendable {
    /// The plan's name.
    public let name: String
    /// The digits by which it is approved.
    public let digits: String

    /// The command that approves it.
    public var command: String { "cph ledger approve \(digits)" }
}
