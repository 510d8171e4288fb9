import Schema

/// What an exchange means for a purchase. Nothing but `notSent`, `throttled` and `unauthorized` may be sent again.
public enum Verdict: Hashable, Sendable {
    /// As many servers as asked for.
    case accepted(CreateServerResponse)
    /// An order that waits for payment, with or without server ids.
    case unpaid(CreateServerResponse)
    /// Some servers, but fewer than asked for.
    case partial(CreateServerResponse)
    /// An order, but no servers yet, or an error beside it.
    case orderOnly(CreateServerResponse)
    /// Proved not bought: the code is on the allow-list.
    case refused(ServiceFault)
    /// Turned away before anything happened.
    case throttled(ServiceFault)
    /// The gateway did not accept the credentials.
    case unauthorized(ServiceFault)
    /// No byte of the request left this machine.
    case notSent(TransportFailure)
    /// Sent, outcome not known; with what could be read of an answer.
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
        if let failure = exchange.failure {
            self = Self.judge(failure, exchange)
        } else if let answer = exchange.answer {
            self = Self.judge(answer, count: count, paysAtOnce: paysAtOnce)
        } else {
            self = .inDoubt(Doubt("the sender reported neither an answer nor a failure"))
        }
    }

    private static func judge(_ failure: TransportFailure, _ exchange: Exchange) -> Verdict {
        if exchange.bytesSent == 0, exchange.answer == nil { return .notSent(failure) }
        let read = exchange.answer.map(Reading.init)
        return .inDoubt(Doubt(failure.message, salvage: read?.response ?? CreateServerResponse()))
    }

    private static func judge(_ answer: Answer, count: Int, paysAtOnce: Bool) -> Verdict {
        let read = Reading(answer)
        switch answer.status {
        case 200..<300: return judge(success: read, count: count, paysAtOnce: paysAtOnce)
        case 300..<400: return read.doubt("the service answered with a redirect, which is never followed")
        case _ where read.hasPurchase: return read.doubt("an error answer that carries an order or servers")
        case 429: return .throttled(read.fault)
        case 401, 403: return judge(unauthorized: read)
        case 408, 409, 425, 500...:
            return read.doubt("status \(answer.status) does not say whether anything was bought")
        default: return judge(refusal: read)
        }
    }

    private static func judge(success read: Reading, count: Int, paysAtOnce: Bool) -> Verdict {
        let response = read.response
        guard read.isObject else { return read.doubt("the answer is not a JSON object") }
        let ids = response.serverIDs ?? []
        if response.errorCode?.isEmpty == false {
            if response.orderID != nil || !ids.isEmpty { return .orderOnly(response) }
            return judge(refusal: read)
        }
        if let contradiction = read.contradiction(count: count) { return read.doubt(contradiction) }
        switch (ids.count, response.orderID) {
        case (count, _): return paysAtOnce ? .accepted(response) : .unpaid(response)
        case (1..., _): return .partial(response)
        case (_, _?): return paysAtOnce ? .orderOnly(response) : .unpaid(response)
        default: return read.doubt("the answer names neither servers nor an order")
        }
    }

    private static func judge(unauthorized read: Reading) -> Verdict {
        if ErrorCatalog.isGateway(read.fault.code) { return .unauthorized(read.fault) }
        return judge(refusal: read)
    }

    private static func judge(refusal read: Reading) -> Verdict {
        if ErrorCatalog.entry(read.fault.code)?.refuses == true { return .refused(read.fault) }
        return read.doubt("code \(read.fault.code) is not known to mean that nothing was bought")
    }
}

/// An answer to a purchase, read field by field: one bad field does not cost the others.
private struct Reading {
    let isObject: Bool
    let response: CreateServerResponse
    let fault: ServiceFault
    private let problems: [Problem]

    init(_ answer: Answer) {
        let body = try? Value(json: answer.body)
        let read = CreateServerResponse.salvage(body ?? [:])
        isObject = if case .object? = body { true } else { false }
        problems = read.problems
        fault = ServiceFault(answer, body)
        response = read.model
    }

    /// Whether the answer names something bought.
    var hasPurchase: Bool { response.orderID != nil || response.serverIDs?.isEmpty == false }

    func doubt(_ reason: String) -> Verdict { .inDoubt(Verdict.Doubt(reason, fault: fault, salvage: response)) }

    /// Why the ids cannot be believed, or nil.
    func contradiction(count: Int) -> String? {
        let ids = response.serverIDs ?? []
        if let problem = problems.first { return "the answer's \(problem.path) \(problem.message)" }
        if ids.count > count { return "the answer names \(ids.count) servers, \(count) were asked for" }
        if Set(ids).count < ids.count { return "the answer names a server twice" }
        if let id = ids.first(where: { $0.isEmpty || $0.utf8.count > 32 }) { return "\(quoted(id)) is no server id" }
        return nil
    }
}
