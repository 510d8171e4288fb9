/// Proof that the service did nothing with a request: it may be sent again, whatever it is.
public enum Rejection: Hashable, Sendable {
    /// No byte of it left this machine.
    case notSent(TransportFailure)
    /// The gateway turned it away for its rate.
    case throttled(ServiceFault)
    /// The gateway did not accept the credentials.
    case unauthorized(ServiceFault)
}

extension Exchange {
    /// Whether the gateway did not accept the credentials, and so the service did nothing.
    public var isUnauthorized: Bool { if case .unauthorized? = rejection { true } else { false } }

    /// Why the service never looked at the request; nil when it may have.
    public var rejection: Rejection? {
        if let failure { return bytesSent == 0 && answer == nil ? .notSent(failure) : nil }
        guard let answer, [401, 403, 429].contains(answer.status) else { return nil }
        let read = PurchaseAnswer(answer)
        // An order beside a refusal proves that the service did more than refuse.
        if read.hasPurchase { return nil }
        if answer.status == 429 { return .throttled(read.fault) }
        return ErrorCatalog.isGateway(read.fault.code) ? .unauthorized(read.fault) : nil
    }
}
