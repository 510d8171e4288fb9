/// What the account shows of a purchase whose outcome is not known.
enum ReconciliationResult: Hashable, Sendable {
    /// There are as many servers as were asked for, in one order.
    case complete(ids: [String], orderID: String?)
    /// There are some of them.
    case partial(ids: [String], orderID: String?)
    /// There are none yet, and the billing service has the order that the answer named.
    case ordered(orderID: String)
    /// There are none. Absence in a list proves nothing: the request may still be on its way.
    case nothing
    /// There are more servers or orders than one purchase can have made.
    case duplicate(ids: [String], orderIDs: [String])
    /// The list could not be read to its end, or no two passes agreed.
    case unreadable(String)
}

extension ReconciliationResult {
    /// Whether servers may be missing from it.
    var isShort: Bool {
        switch self {
        case .partial, .ordered, .nothing: true
        case .complete, .duplicate, .unreadable: false
        }
    }
}
