/// Asks a person. The terminal is one; it draws the question itself, from these fields alone.
public protocol Approver: Sendable {
    func decide(_ question: ApprovalQuestion) async -> ApprovalDecision
    func decide(_ question: ChangeQuestion) async -> ApprovalDecision
}

/// The person's answer; only `approved` lets anything be sent.
public enum ApprovalDecision: Hashable, Sendable {
    /// `by` is who typed it.
    case approved(by: String)
    case refused
    /// There is nobody to ask, such as without a terminal.
    case unavailable
}
