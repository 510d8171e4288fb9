import CPHModel
import Schema
import Text

/// What the billing service says of one price, whichever of its calls was asked.
struct PriceAnswer {
    /// The price with a discount that may be chosen.
    struct Offer {
        let isBest: Bool
        let amount: Decimal?
        let name: String?
    }

    /// Nil for yuan.
    let currency: String?
    let listPrice: Decimal?
    let offers: [Offer]

    /// The price with the best of the discounts that the account has, which is the one that an order gets.
    ///
    /// - Throws: `CPHError` with the code `no_price` for an answer that makes no sense: a limit in money must not be spent under by
    /// what is priced at nothing.
    func price(of operation: String) throws(CPHError) -> PurchasePrice {
        let currency = currency ?? "CNY"
        guard currency.isCurrencyCode else {
            throw Self.unknown("the answer's currency \(quoted(currency)) is no ISO code", operation)
        }
        guard let listPrice = Amount(listPrice, currency), listPrice.number > 0 else {
            throw Self.unknown("the answer has no price of it", operation)
        }
        guard let best = offers.first(where: \.isBest) ?? (offers.count == 1 ? offers[0] : nil),
            let amount = Amount(best.amount, currency)
        else { return PurchasePrice(amount: listPrice, listPrice: listPrice, discount: nil) }
        guard amount.number > 0, amount.number <= listPrice.number else {
            throw Self.unknown("the answer contradicts itself: \(amount) of \(listPrice)", operation)
        }
        return PurchasePrice(amount: amount, listPrice: listPrice, discount: best.name)
    }

    /// The error of a price that is not to be had.
    static func unknown(_ why: String, _ operation: String) -> CPHError {
        CPHError(.api, code: "no_price", why, operation: operation)
    }
}
