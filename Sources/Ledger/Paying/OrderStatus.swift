/// What the billing service says of an order.
public enum OrderStatus: String, CaseIterable, Sendable {
    case unpaid, paid, cancelled, expired

    var state: PurchaseState {
        switch self {
        case .unpaid: .unpaid
        case .paid: .paid
        case .cancelled: .cancelled
        case .expired: .expired
        }
    }
}
