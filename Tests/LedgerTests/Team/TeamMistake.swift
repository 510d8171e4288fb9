/// A mistake that someone could make where several machines share a ledger on a server, planted to prove that it would be
/// noticed.
enum TeamMistake: String, CaseIterable, Sendable {
    /// Writes do not look whose the claim is.
    case noEpochCheck
    /// The claim is looked at before the transaction, not in it.
    case claimCheckedEarly
    /// A released claim begins again at the first epoch, and only epochs are compared.
    case epochReused
    /// Renewing a lease that has lapsed takes the claims back, whoever has them by now.
    case renewalTakesBack
    /// Nothing looks at the lease between the intent and the send.
    case noCheckBeforeSend
    /// Leases are compared with the machine's own clock.
    case leaseByClientClock
    /// The time to send counts from the answer of the commit instead of from before its beginning.
    case deadlineFromAnswer
    /// The request is signed after the last look at the lease.
    case signedAfterCheck
    /// The server confirms the intent before it is on its disk.
    case intentNotDurable
    /// What was bought in a day is counted before the intent's transaction.
    case capOutsideTransaction
    /// A day is counted by the machine's own clock.
    case capByClientClock
    /// What a lapsed run was sending counts as not sent.
    case takeoverSendsAgain
    /// A commit without an answer is repeated as if nothing could have happened meanwhile.
    case unknownCommitRepeated
    /// A commit without an answer counts as done.
    case unknownMeansCommitted
    /// An answer that comes after the claim is gone is thrown away.
    case evidenceDropped
    /// An answer counts for an attempt of its number, although a failover may have lost the attempt that it is of.
    case evidenceByNumber
    /// A run that does not know whether its intent is recorded takes another's of that number back.
    case withdrawnByNumber
    /// The claim is given up between the answer and its record.
    case releasedBeforeOutcome
    /// A release that got lost is not repeated while the run lives.
    case releaseNotRepeated
    /// A run buys before it has delivered what waits in its machine's spool.
    case spoolWaits
    /// Nobody remembers how far the ledger had come.
    case noMark
    /// A promoted standby is taken for the server that it replaces.
    case timelineIgnored
    /// A promoted standby is noticed by whoever claims a name, and not by those who have one.
    case timelineAtClaimOnly
    /// A claim counts on a promoted standby as soon as anybody has noticed that it is one.
    case timelineNotedByOthers
    /// A person may say "absent" while the run that sends is alive.
    case absentWhileOwnerLives
    /// A person may say "absent" as soon as the list must show what was sent in time, although a request may still come that
    /// was held up on its machine.
    case absentBeforeSignatureEnds
}
