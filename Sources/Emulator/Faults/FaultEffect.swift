/// What a fault does to a request.
enum FaultEffect: Hashable, Sendable {
    /// The answer comes later by this many milliseconds.
    case delay(ClosedRange<Int>)
    /// The request is not carried out.
    case instead(ReplyFault)
    /// The request is carried out, and then something is wrong with the answer.
    case after(ReplyFault)

    /// What becomes of the answer.
    enum ReplyFault: Hashable, Sendable {
        case reset
        case silent
        case truncated
        /// - Parameter retryAfter: Seconds, for the header of that name.
        case error(Int, String, String, retryAfter: Int? = nil)
        /// Status 200 with an error code, as the service's contract allows.
        case errorWithin(String)
        /// The answer is status 200 with an HTML page, as a proxy in between sends it.
        case html
        case redirect(Int)
        case ids(IDs)
        /// The connection breaks at once; the purchase is made so many milliseconds later.
        case late(Int)
        /// One server less than asked for is sold.
        case sellsFewer
        /// The last server is sold, but never runs.
        case failsToBuild
        /// The answer is 300 MiB long.
        case huge
        /// The answer is a million lists inside each other.
        case deep
        /// The keys or the token that are given out have ended already.
        case expired
        /// The answer does not say when the keys or the token end.
        case withoutExpiry
    }

    /// What is wrong with the `server_ids` of an answer; all servers were sold.
    enum IDs: String, Hashable, Sendable {
        /// The last id is left out.
        case fewer
        /// The list is empty.
        case none
        /// The list has one id more, of a server that was never sold.
        case more
        /// The last id is repeated.
        case twice
        /// The first id is a number where a string belongs.
        case bad
    }

    /// What a fault changes about what is sold or given out.
    struct SaleFault: Hashable, Sendable {
        var delay = 0
        var sellsFewer = false
        var failsToBuild = false
        /// Whether keys and tokens have ended when they come.
        var isExpired = false
    }
}

extension FaultEffect.ReplyFault {
    var saleFault: FaultEffect.SaleFault? {
        switch self {
        case .late(let delay): FaultEffect.SaleFault(delay: delay)
        case .sellsFewer: FaultEffect.SaleFault(sellsFewer: true)
        case .failsToBuild: FaultEffect.SaleFault(failsToBuild: true)
        case .expired: FaultEffect.SaleFault(isExpired: true)
        default: nil
        }
    }
}
