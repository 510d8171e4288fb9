import CPHModel

extension PurchaseState {
    /// The state in which a send ends that was judged so. A throttling answer and a signature that was not accepted
    /// came before the service looked at the request.
    init(_ verdict: Verdict) {
        self =
            switch verdict {
            case .accepted: .accepted
            case .unpaid: .unpaid
            case .partial: .partial
            case .orderOnly: .orderOnly
            case .refused, .unauthorized: .refused
            case .throttled, .notSent: .notSent
            case .inDoubt: .inDoubt
            }
    }
}

extension Verdict {
    /// What can be believed or at least kept of the answer.
    var response: CreateServerResponse {
        switch self {
        case .accepted(let response), .unpaid(let response), .partial(let response), .orderOnly(let response): response
        case .inDoubt(let doubt): doubt.salvage
        case .refused, .throttled, .unauthorized, .notSent: CreateServerResponse()
        }
    }

    /// Why there is nothing to show, in one line; nil where there is.
    var reason: String? {
        switch self {
        case .accepted, .unpaid, .partial: nil
        case .orderOnly(let response): response.errorCode.map { "\($0) \(response.errorMsg ?? "")" }
        case .refused(let fault), .throttled(let fault), .unauthorized(let fault): "\(fault.code) \(fault.message)"
        case .notSent(let failure): failure.message
        case .inDoubt(let doubt): doubt.reason
        }
    }
}
