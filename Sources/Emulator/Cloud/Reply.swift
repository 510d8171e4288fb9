import CPHModel

/// What the cloud does about one request: an answer, when, and how much of it arrives.
struct Reply: Sendable {
    /// What becomes of the answer on its way.
    enum Delivery: Sendable {
        case whole
        /// Half of the body arrives, then the connection is closed.
        case truncated
        /// The body is followed by white space, 300 MiB in all.
        case huge
        /// The connection is reset instead of any answer.
        case reset
        /// Nothing arrives: the connection stays open and silent.
        case silent
    }

    /// The size of an answer that is delivered as `huge`, in bytes.
    static let hugeSize = 300 << 20

    var answer: Answer
    var delivery = Delivery.whole
    var delay = Duration.zero
}
