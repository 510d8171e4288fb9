import Schema

/// What purchases of some time come to: sums by currency, and what nobody knows the price of.
struct MoneySpent: Hashable {
    var byCurrency: [String: Decimal] = [:]
    /// The name of a purchase that has no known price; nil where all have one.
    var unpriced: String?
}

extension MoneySpent {
    static func + (a: MoneySpent, b: MoneySpent) -> MoneySpent {
        MoneySpent(
            byCurrency: a.byCurrency.merging(b.byCurrency, uniquingKeysWith: +), unpriced: a.unpriced ?? b.unpriced)
    }

    /// Adds up what may have bought something, and was sent since a time in milliseconds since 1970.
    init(_ records: [PurchaseRecord], since start: Int) {
        for record in records where record.countedSend.map({ $0 >= start }) == true {
            guard let amount = record.amount else {
                unpriced = unpriced ?? record.key
                continue
            }
            byCurrency[amount.currency] = (byCurrency[amount.currency] ?? .zero) + max(amount.number, .zero)
        }
    }
}
