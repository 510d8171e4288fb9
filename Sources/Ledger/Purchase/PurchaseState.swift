/// Where a purchase stands. The raw value is what the database and the commands show.
public enum PurchaseState: String, CaseIterable, Sendable {
    /// The purchase is known but not approved; nothing was sent, or what was sent is known to have bought nothing.
    case planned
    /// The purchase is approved and was not sent.
    case approved
    /// The send was recorded before its first byte left: from here on the servers may have been bought.
    case sending
    /// The service answered with as many servers as were asked for.
    case accepted
    /// The service sold some servers, but fewer than were asked for.
    case partial
    /// There is an order without servers yet, or with an error beside it.
    case orderOnly = "order_only"
    /// The order waits for payment.
    case unpaid
    /// The service said, with a code that means so, that nothing was bought.
    case refused
    /// No byte left this machine, or the gateway turned the request away.
    case notSent = "not_sent"
    /// The purchase was sent, and its outcome is not known.
    case inDoubt = "in_doubt"
    /// All servers were found in the account.
    case adopted
    /// A person decided, with evidence, that nothing was bought.
    case absent
    /// More servers or orders than one purchase can have made. A person must look.
    case duplicate
    /// The payment of the order was sent.
    case paying
    case paid
    /// The payment was sent, and its outcome is not known.
    case paymentInDoubt = "payment_in_doubt"
    case cancelled
    case expired

    /// The states that may follow this one. `sending` and `inDoubt` lead back to `sending` only through `absent`, which
    /// only a person sets.
    public var next: Set<PurchaseState> {
        switch self {
        case .planned: [.approved, .adopted]
        case .approved: [.sending, .planned]
        case .sending: [.accepted, .partial, .orderOnly, .unpaid, .refused, .notSent, .inDoubt]
        case .notSent, .refused, .cancelled, .expired: [.planned]
        case .inDoubt: [.adopted, .partial, .orderOnly, .unpaid, .absent, .duplicate]
        case .orderOnly: [.adopted, .partial, .duplicate, .cancelled, .unpaid]
        case .partial: [.partial, .adopted, .duplicate]
        case .unpaid: [.paying, .adopted, .partial, .cancelled, .expired]
        case .absent: [.planned, .adopted, .duplicate]
        case .duplicate: [.adopted]
        case .paying: [.paid, .unpaid, .paymentInDoubt, .cancelled, .expired]
        case .paymentInDoubt: [.paid, .unpaid, .cancelled, .expired]
        case .paid: [.adopted, .partial]
        case .accepted, .adopted: []
        }
    }

    /// Whether nothing was bought under this state, so that a send may follow with a new approval.
    public var maySend: Bool {
        switch self {
        case .planned, .approved, .notSent, .refused, .absent, .cancelled, .expired: true
        case .sending, .accepted, .partial, .orderOnly, .unpaid, .inDoubt, .adopted, .duplicate, .paying, .paid,
            .paymentInDoubt:
            false
        }
    }

    /// Whether a person may have to act before anybody knows what was bought.
    public var isInDoubt: Bool {
        switch self {
        case .sending, .inDoubt, .duplicate, .paying, .paymentInDoubt: true
        case .planned, .approved, .accepted, .partial, .orderOnly, .unpaid, .refused, .notSent, .adopted, .absent,
            .paid, .cancelled, .expired:
            false
        }
    }

    /// The state of a purchase whose servers have all been found. Where the order is not paid when it is made, it waits for
    /// payment all the same, as the answer would have said; servers show before that.
    func found(orderID: String?, paysAtOnce: Bool) -> PurchaseState {
        switch self {
        case .inDoubt: orderID != nil && !paysAtOnce ? .unpaid : .adopted
        case .orderOnly, .unpaid: paysAtOnce ? .adopted : .unpaid
        default: .adopted
        }
    }
}
