import CPHModel

/// What the cloud does about one request: an answer, when, and how much of it arrives.
struct Reply: Sendable {
    /// What becomes of the answer on its way.
    enum Delivery: Sendable {
        case whole
        /// Half of the body, then the end of the connection.
        case truncated
        /// The body, and white space up to 300 MiB.
        case huge
        /// A connection reset in place of any answer.
        case reset
        /// Nothing: the connection stays open and silent.
        case silent
    }

    /// The size of an answer that is delivered as `huge`, in bytes.
    static let hugeSize = 300 << 20

    var answer: Answer
    var delivery = Delivery.whole
    var delay = Duration.zero
}
