import CPHModel

/// What the cloud does about one request: an answer, when, and how much of it arrives.
struct Reply: Sendable {
    /// What becomes of the answer on its way.
    enum Delivery: Sendable {
        case whole
        /// Half of the body, then the end of the connection.
        case truncated
        /// A connection reset in place of any answer.
        case reset
        /// Nothing: the connection stays open and silent.
        case silent
    }

    var answer: Answer
    var delivery = Delivery.whole
    var delay = Duration.zero
}
