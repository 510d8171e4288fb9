import Schema

/// What an exchange means for a purchase. Nothing but `notSent`, `throttled` and `unauthorized` may be sent again.
public enum Verdict: Hashable, Sendable {
    /// The answer names as many servers as were asked for.
    case accepted(CreateServerResponse)
    /// The answer names an order that waits for payment, with or without server ids.
    case unpaid(CreateServerResponse)
    /// The answer names some servers, but fewer than were asked for.
    case partial(CreateServerResponse)
    /// The answer names an order, but no servers yet, or an error beside it.
    case orderOnly(CreateServerResponse)
    /// Nothing was bought: the answer's code is on the allow-list of codes that prove it.
    case refused(ServiceFault)
    /// The gateway turned the request away for its rate, before anything happened.
    case throttled(ServiceFault)
    /// The gateway did not accept the credentials.
    case unauthorized(ServiceFault)
    /// No byte of the request left this machine.
    case notSent(TransportFailure)
    /// The request was sent, and its outcome is not known; it comes with what could be read of an answer.
    case inDoubt(Doubt)

    public struct Doubt: Hashable, Sendable {
        public let reason: String
        public let fault: ServiceFault?
        public let salvage: CreateServerResponse

        init(_ reason: String, fault: ServiceFault? = nil, salvage: CreateServerResponse = CreateServerResponse()) {
            (self.reason, self.fault, self.salvage) = (reason, fault, salvage)
        }
    }

    /// Judges `exchange`, the outcome of a purchase of `count` servers.
    ///
    /// An allow-list of codes, never the HTTP class, says "refused": the service answers 400 also when it failed inside.
    public init(_ exchange: Exchange, count: Int, paysAtOnce: Bool) {
        if let rejection = exchange.rejection {
            self = Self.judge(rejection)
        } else if let failure = exchange.failure {
            self = Self.judge(failure, exchange)
        } else if let answer = exchange.answer {
            self = Self.judge(answer, count: count, paysAtOnce: paysAtOnce)
        } else {
            self = .inDoubt(Doubt("the sender reported neither an answer nor a failure"))
        }
    }

    private static func judge(_ rejection: Rejection) -> Verdict {
        switch rejection {
        case .notSent(let failure): .notSent(failure)
        case .throttled(let fault): .throttled(fault)
        case .unauthorized(let fault): .unauthorized(fault)
        }
    }

    private static func judge(_ failure: TransportFailure, _ exchange: Exchange) -> Verdict {
        let read = exchange.answer.map(PurchaseAnswer.init)
        return .inDoubt(Doubt(failure.message, salvage: read?.kept ?? CreateServerResponse()))
    }

    private static func judge(_ answer: Answer, count: Int, paysAtOnce: Bool) -> Verdict {
        let read = PurchaseAnswer(answer)
        switch answer.status {
        case 200..<300: return judge(success: read, count: count, paysAtOnce: paysAtOnce)
        case 300..<400: return read.doubt("the service answered with a redirect, which is never followed")
        case _ where read.hasPurchase: return read.doubt("an error answer that carries an order or servers")
        case 408, 409, 425, 500...:
            return read.doubt("status \(answer.status) does not say whether anything was bought")
        default: return judge(refusal: read)
        }
    }

    private static func judge(success read: PurchaseAnswer, count: Int, paysAtOnce: Bool) -> Verdict {
        let response = read.response
        guard read.isObject else { return read.doubt("the answer is not a JSON object") }
        if let oddOrder = read.oddOrder { return read.doubt(oddOrder) }
        let ids = response.serverIDs ?? []
        if let code = response.errorCode, ErrorCatalog.isError(code) {
            if response.orderID != nil || !ids.isEmpty { return .orderOnly(response) }
            if read.hasPurchase { return read.doubt("an error answer that carries an order or servers") }
            return judge(refusal: read)
        }
        if let contradiction = read.contradiction(count: count) { return read.doubt(contradiction) }
        switch (ids.count, response.orderID) {
        case (count, nil) where !paysAtOnce:
            return read.doubt("the answer names servers, and not the order that is to be paid")
        case (count, _): return paysAtOnce ? .accepted(response) : .unpaid(response)
        case (1..., _): return .partial(response)
        case (_, _?): return paysAtOnce ? .orderOnly(response) : .unpaid(response)
        default:
            if read.hasPurchase {
                return read.doubt("the answer names what was bought in a form that cph does not know")
            }
            if ErrorCatalog.entry(read.fault.code)?.refuses == true { return .refused(read.fault) }
            return read.doubt("the answer names neither servers nor an order")
        }
    }

    private static func judge(refusal read: PurchaseAnswer) -> Verdict {
        if ErrorCatalog.entry(read.fault.code)?.refuses == true { return .refused(read.fault) }
        return read.doubt("code \(read.fault.code) is not known to mean that nothing was bought")
    }
}
