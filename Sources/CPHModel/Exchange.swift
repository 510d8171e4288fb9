/// When what an answer to a purchase tells of was bought.
public enum PurchaseOrigin: String, Sendable {
    /// By this call.
    case now
    /// By an earlier call, of this run or another: the ledger knew it.
    case before
    /// Never: a dry run made the answer up.
    case dryRun = "dry run"
}

/// What came of sending one call: facts only, no judgement. `Verdict` judges.
public struct Exchange: Sendable {
    /// Bytes of the request that left this machine, head and body. 0 proves that nothing was asked.
    public let bytesSent: Int
    /// What came back; cut short when `failure` is not nil.
    public let answer: Answer?
    /// Why no complete answer came; nil when it is complete.
    public let failure: TransportFailure?
    /// What the ledger judged it to mean, so that nobody in front of it judges again.
    private(set) var verdict: Verdict?
    /// When what it tells of was bought; equality does not look at it.
    public private(set) var origin = PurchaseOrigin.now

    public init(bytesSent: Int, answer: Answer) {
        (self.bytesSent, self.answer, self.failure) = (bytesSent, answer, nil)
    }

    public init(bytesSent: Int, failure: TransportFailure, partialAnswer: Answer? = nil) {
        (self.bytesSent, self.answer, self.failure) = (bytesSent, partialAnswer, failure)
    }
}

extension Exchange: Hashable {
    /// Two exchanges are equal when the same came back, judged or not.
    public static func == (a: Exchange, b: Exchange) -> Bool {
        a.bytesSent == b.bytesSent && a.answer == b.answer && a.failure == b.failure
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(bytesSent)
        hasher.combine(answer)
        hasher.combine(failure)
    }
}

extension Exchange {
    /// Returns the exchange with the verdict on it.
    public func judged(_ verdict: Verdict) -> Exchange {
        var exchange = self
        exchange.verdict = verdict
        return exchange
    }

    /// Returns the exchange as one that tells of what was bought then.
    public func told(of origin: PurchaseOrigin) -> Exchange {
        var exchange = self
        exchange.origin = origin
        return exchange
    }

    /// What it means for the purchase of `request`: as judged before, or judged now.
    public func verdict(on request: any PurchaseRequest) -> Verdict {
        verdict ?? request.verdict(on: self)
    }
}

public struct Answer: Hashable, Sendable {
    public struct Header: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    public let status: Int
    public let headers: [Header]
    public let body: [UInt8]

    public init(status: Int, headers: [Header] = [], body: [UInt8] = []) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    /// The first header of that name, in any case.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}

public struct TransportFailure: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// The host name could not be resolved.
        case resolve
        /// No connection came about: refused, unreachable, or the proxy would not.
        case connect
        /// No trusted TLS session came about.
        case tls
        /// A deadline passed.
        case timeout
        /// The connection broke or was closed too early.
        case broken
        /// The answer is larger than 1 MiB, or its head than 64 KiB.
        case tooLarge
        /// What came back is not HTTP.
        case notHTTP
        /// The script or the operator gave up waiting.
        case cancelled
        /// The transport itself could not start, such as a missing library.
        case unavailable
    }

    public let kind: Kind
    /// Describes the failure for people, without secrets.
    public let message: String

    public init(_ kind: Kind, _ message: String) { (self.kind, self.message) = (kind, message) }
}
