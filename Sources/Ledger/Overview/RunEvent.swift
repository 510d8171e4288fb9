/// What a run came to, for whoever wants to be told of it.
public enum RunEvent: String, CaseIterable, Sendable {
    /// Servers were bought by it.
    case bought
    /// It ended with an error, or was refused.
    case failed
    /// Nobody knows what became of something that it sent.
    case inDoubt = "in_doubt"
    /// A plan waits for somebody's approval.
    case waiting
}
