import CPHModel
import Schema

/// What a purchase costs at a moment, as the billing service says. An order may come to something else until it is made.
public struct PurchasePrice: Hashable, Sendable {
    /// What is to be paid.
    public let amount: Amount
    /// The same without discounts.
    public let listPrice: Amount
    /// The name of the discount between the two; nil where there is none, or it has no name.
    public let discount: String?

    /// Adds prices up; nil unless all are in one currency.
    static func sum(_ prices: [PurchasePrice]) -> PurchasePrice? {
        guard let amount = Amount.sum(prices.map(\.amount)), let list = Amount.sum(prices.map(\.listPrice)) else {
            return nil
        }
        let names = Set(prices.map(\.discount))
        return PurchasePrice(amount: amount, listPrice: list, discount: names.count == 1 ? prices[0].discount : nil)
    }

    /// Says it for people: `24000.00 CNY; the list price is 30000.00 CNY, 6000.00 less by Contract`.
    public var words: String {
        guard amount != listPrice else { return "\(amount), the list price" }
        let less = listPrice.number - amount.number
        let why = discount.map { " by \($0)" } ?? ""
        return "\(amount); the list price is \(listPrice), \(less) less\(why)"
    }
}
