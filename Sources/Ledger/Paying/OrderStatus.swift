/// How far an order has come, as the billing service says or the record knows.
public enum OrderStatus: String, CaseIterable, Sendable {
    case unpaid, paid, cancelled, expired
    /// The payment is about to be sent.
    case paying
    /// The payment was sent, and its outcome is not known.
    case inDoubt = "in_doubt"

    /// The state of a purchase that waits for nothing but its order.
    var state: PurchaseState {
        switch self {
        case .unpaid: .unpaid
        case .paid: .paid
        case .cancelled: .cancelled
        case .expired: .expired
        case .paying: .paying
        case .inDoubt: .paymentInDoubt
        }
    }

    /// What a purchase's state says of its order; nil where it says nothing.
    init?(_ state: PurchaseState) {
        guard let status = Self.allCases.first(where: { $0.state == state }) else { return nil }
        self = status
    }

    /// Whether the order was never paid and can't be any more.
    public var isGone: Bool { self == .cancelled || self == .expired }

    /// Whether it can be paid, or may have been.
    var isOpen: Bool { self == .unpaid || self == .paying || self == .inDoubt }
}
