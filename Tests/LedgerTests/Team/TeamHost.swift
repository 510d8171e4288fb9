@testable import Ledger

/// A machine of the team: its runs buy one wish after the other.
struct TeamHost {
    /// Where a run is.
    enum Phase: Hashable {
        /// Between two runs.
        case idle
        case delivering
        case claiming
        case reading
        /// At a step of `PurchaseMachine`.
        case buying
        /// The intent's transaction has begun.
        case committing
        /// The intent is committed, and the answer that says so under way: a step of its own only where a mistake needs it.
        case hearing
        /// The intent's commit had no answer.
        case asking
        /// The lease was found long enough; the request leaves next.
        case leaving
        case releasing
    }

    // MARK: What a machine keeps

    /// The last event that it has seen.
    var mark = 0
    /// Answers that no ledger took yet.
    var spool: [TeamAnswer] = []
    var runs = 0
    var isDone = false
    /// How far its clock is ahead, in milliseconds.
    var skew = 0
    /// Whether its requests carry a token, which has no date.
    var hasToken = false
    /// When it goes on.
    var wakesAt = 0
    /// Stopped: it does and renews nothing.
    var isStopped = false
    /// Until when it does not reach the server.
    var cutUntil = 0

    // MARK: A run

    var run: Int?
    var phase = Phase.idle
    /// How many wishes it is through with, and which it is at.
    var isThrough = 0
    var wish = 0
    var budget = 0
    var doubtsInARow = 0

    /// The sends of the name up to one that this run knows it never made, though its intent may be recorded.
    var unsent: [Int]?

    // MARK: A purchase

    var epoch = 0
    /// The timeline of the server on which the name was claimed.
    var timeline = 0
    var machine = PurchaseMachine()
    var step: PurchaseMachine.Step?
    /// As it was read.
    var record = SimulatedRecord()
    /// When the intent's transaction began.
    var begunAt = 0
    /// What the day's count was then, and whether the claim was this run's.
    var earlyCount = 0
    var wasMine = false
    var signedAt = 0
    var checkedAt = 0
    var answer: TeamAnswer?
    /// Whether the answer is where it can't get lost.
    var isKept = false
    var isJudged = false
    var looks = 0
}
