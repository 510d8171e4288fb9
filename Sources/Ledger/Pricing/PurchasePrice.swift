import CPHModel
import Schema
import Text

/// What a purchase costs at a moment, as the billing service says. An order may come to something else until it is made.
public struct PurchasePrice: Hashable, Sendable {
    /// What is to be paid.
    public let amount: Amount
    /// The same without discounts.
    public let listPrice: Amount
    /// The name of the discount between the two; nil where there is none, or it has no name.
    public let discount: String?

    /// The price as a line of the ledger has it.
    var detail: Object {
        var detail = amount.detail
        detail["list_price"] = .string(listPrice.text)
        detail["discount"] = discount.map { .string(cleaned($0)) }
        return detail
    }

    /// Reads what `detail` wrote; nil where it says nothing of a price.
    init?(_ detail: Object?) {
        guard let detail, let amount = Amount(detail), let list = detail["list_price"]?.text.flatMap({ Decimal($0) }),
            let listPrice = Amount(list, amount.currency)
        else { return nil }
        self.init(amount: amount, listPrice: listPrice, discount: detail["discount"]?.text)
    }

    /// Makes a price.
    init(amount: Amount, listPrice: Amount, discount: String?) {
        (self.amount, self.listPrice, self.discount) = (amount, listPrice, discount)
    }

    /// Adds prices up; nil unless all are in one currency.
    static func sum(_ prices: [PurchasePrice]) -> PurchasePrice? {
        guard let amount = Amount.sum(prices.map(\.amount)), let list = Amount.sum(prices.map(\.listPrice)) else {
            return nil
        }
        let names = Set(prices.filter { $0.amount != $0.listPrice }.map(\.discount))
        return PurchasePrice(amount: amount, listPrice: list, discount: names.count == 1 ? names.first ?? nil : nil)
    }

    /// Says it for people, a line each: `24000.00 CNY`, and `list price 30000.00 CNY, 6000.00 less by Contract`.
    public var lines: [String] {
        guard amount != listPrice else { return ["\(amount), the list price"] }
        let less = listPrice.number - amount.number
        let why = discount.map { " by \(cleaned($0))" } ?? ""
        return ["\(amount)", "list price \(listPrice), \(less) less\(why)"]
    }

    /// The same in one line: `24000.00 CNY (list price 30000.00 CNY, 6000.00 less by Contract)`.
    public var words: String {
        let lines = lines
        return lines.count == 1 ? lines[0] : "\(lines[0]) (\(lines[1]))"
    }
}
