/// A place in the life of a purchase where a crash or a full disk makes a difference. Tests end the process, or fail the
/// disk, at each of them.
public enum CrashPoint: String, CaseIterable, Sendable {
    /// Before anything is asked or written.
    case start
    /// The intent is written, not committed.
    case intentOpen
    /// The intent is durable, nothing is sent.
    case intentDurable
    /// The answer is in memory only.
    case answered
    case answerOpen
    case answerDurable
    case outcomeOpen
    case outcomeDurable
    /// What a look found, or what a person decided, is written, not committed.
    case findingOpen
    case findingDurable
    /// The result is about to be handed over.
    case returning
}

/// What a test lets happen at a step.
public enum CrashPointFault: Error, Hashable, Sendable {
    /// The process ends here: nothing more is written, sent or reported.
    case crash
    case diskFull
    case ioError
}

/// Called at every step; throws what shall happen there. In production it does nothing.
public typealias CrashPointHook = @Sendable (CrashPoint) throws(CrashPointFault) -> Void
