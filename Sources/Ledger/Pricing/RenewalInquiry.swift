import CPHModel
import Schema

/// Asks the billing service what renewals would cost, one at a time: its answer for several sums the list prices up.
struct RenewalInquiry {
    let api: any CloudPhoneAPI

    /// - Throws: `CPHError` with the code `no_price` where no price is to be had, and says why.
    func price(of purchase: PurchaseSummary) async throws(CPHError) -> PurchasePrice {
        guard let change = purchase.change, change.kind == .renewal else {
            throw unknown("the billing service tells no price of this beforehand")
        }
        var question = RateRenewals()
        question.resourceIDs = [change.resourceID]
        (question.periodType, question.periodNum) = (purchase.terms.period, purchase.terms.number)
        let answer = try await api.perform(Operations.rateRenewals, question)
        let currency = answer.currency ?? "CNY"
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw unknown("the answer's currency is no ISO code")
        }
        let official = Amount(Self.number(answer.officialWebsiteRatingResult?.officialWebsiteAmount), currency)
        guard let listPrice = official, listPrice.number > 0, answer.failResourceInfos?.isEmpty != false else {
            throw unknown("the answer has no price of it")
        }
        let offers = answer.optionalDiscountRatingResults ?? []
        guard let best = offers.first(where: { $0.bestOffer == 1 }) ?? (offers.count == 1 ? offers[0] : nil),
            let amount = Amount(Self.number(best.amount), currency)
        else { return PurchasePrice(amount: listPrice, listPrice: listPrice, discount: nil) }
        guard amount.number > 0, amount.number <= listPrice.number else {
            throw unknown("the answer contradicts itself: \(amount) of \(listPrice)")
        }
        return PurchasePrice(amount: amount, listPrice: listPrice, discount: best.discountName)
    }

    /// Amounts are texts here.
    private static func number(_ text: String?) -> Decimal? { text.flatMap { Decimal($0) } }

    private func unknown(_ why: String) -> CPHError {
        CPHError(.api, code: "no_price", why, operation: Operations.rateRenewals.name)
    }
}
