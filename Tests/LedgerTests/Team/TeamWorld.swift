/// What a team buys on one server, and what may go wrong there. Times are in milliseconds.
struct TeamWorld: Sendable {
    /// What becomes of the server when it fails.
    enum Failure: Sendable {
        /// It comes back with what it had on its disk.
        case crash
        /// A standby takes its place that has everything which was confirmed.
        case synchronous
        /// A standby takes its place that lacks the last commits.
        case asynchronous
    }

    var wishes = [SimulatedWish(name: "n", count: 1)]
    var hosts = 2
    /// How many runs a machine makes at most.
    var runs = 2
    /// For how long the service hides what it sold.
    var lag = 0
    var lateness = 10_000...20_000
    /// Servers that may be sent for in any 24 hours; nil without a limit.
    var limit: Int?
    var failures: [Failure] = []
    /// Machines that remember nothing from run to run.
    var isForgetful = false
    /// How far the first machine's clock is ahead; it has a token then, because signatures would be refused.
    var skew = 0
    /// How long after a run has ended the next one begins, where every way is gone.
    var rest = 0
    /// How often a purchase in doubt is looked up in a run.
    var looks = 2
    /// How sends may go wrong.
    var sendFaults: [SendFault] = [.answerLost, .notSent, .late]

    // MARK: Fences

    var mistake: TeamMistake?
    /// Whether a write is refused when the record changed since it was read.
    var hasSwap = true
    /// Whether a promoted standby is noticed by its timeline.
    var hasTimeline = true

    // MARK: Times

    /// How long a lease lasts after it was renewed.
    static let lease = 15_000
    /// How long before its end a lease is too short to send.
    static let margin = 3_000
    /// For how long after its signing the service takes a request: 15 minutes, and 15 more where the machine's clock is ahead.
    static let validity = 1_800_000
    /// For how long a connection on which no request came stays open at the service.
    static let connection = 300_000
    static let hour = 3_600_000

    /// How long after the intent everything that came of it shows in the list, whatever its machine does.
    var settled: Int { Self.lease + Self.validity + shown }
    /// How long after its send everything that came of it shows in the list.
    var shown: Int { lag + lateness.upperBound + 2_000 }
}
