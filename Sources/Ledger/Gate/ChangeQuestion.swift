public import CPHModel

/// What a person is asked about a call that changes or pays something. Ids and names come from the script: whoever draws
/// the question makes control characters visible.
public struct ChangeQuestion: Sendable {
    /// What would be changed or paid.
    public let change: ChangeSummary
    /// The account that the call goes to.
    public let account: AccountScope
}
