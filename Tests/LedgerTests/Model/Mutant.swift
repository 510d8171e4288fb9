/// A mistake that someone could make in the ledger, planted to prove that the model would notice it.
enum Mutant: String, CaseIterable, Sendable {
    /// The intent is written, but not forced to the disk.
    case noFsync
    /// The request leaves before the intent is recorded.
    case sendBeforeIntent
    /// Nothing is recorded before the answer is there.
    case saveAfterAnswer
    /// A send that a crash interrupted counts as not sent.
    case crashMeansNotSent
    /// What is in doubt is sent again by the next run.
    case resendInDoubt
    /// What no look finds counts as not bought.
    case absentMeansNotSent
    /// 4xx means refused, 5xx means not sent.
    case classifyByStatus
    /// A broken connection means not sent.
    case brokenMeansNotSent
    /// The transport repeats a POST whose connection broke.
    case hiddenRetry
    /// The first send of a name does not look at the account.
    case noPreflight
    /// A part counts as everything.
    case partMeansWhole
    /// An order without servers counts as done.
    case orderMeansDone
    /// Too many servers: the first are taken.
    case firstOfTooMany
    /// Servers of other purchases are not left out.
    case othersAdopted
    /// The new state is recorded without the ids.
    case idsForgotten
    /// An error status makes the record forget the order: a list is believed although the account did not answer.
    case failedListMeansNothing
}
