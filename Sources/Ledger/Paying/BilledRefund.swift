import CPHModel
public import Schema

/// What an order gave back of another one.
public struct BilledRefund: Hashable, Sendable {
    /// The order that was paid.
    public let of: String
    /// How much came back, above zero.
    public let amount: Decimal

    /// Makes a refund of an order.
    public init(of order: String, amount: Decimal) { (of, self.amount) = (order, amount) }

    /// Adds the parts of a refund up by the order that each is about: what is kept as a fee or was used up is another
    /// sign, and no part of what comes back.
    static func all(in parts: [OrderRefund]) -> [BilledRefund] {
        var sums: [(order: String, amount: Decimal)] = []
        for part in parts {
            guard let order = part.baseOrderID, let amount = part.amount, amount < .zero else { continue }
            if let place = sums.firstIndex(where: { $0.order == order }) {
                sums[place].amount = sums[place].amount - amount
            } else {
                sums.append((order, -amount))
            }
        }
        return sums.map { BilledRefund(of: $0.order, amount: $0.amount) }
    }
}
