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
        guard answer.failResourceInfos?.isEmpty != false else { throw unknown("the answer has no price of it") }
        let price = PriceAnswer(
            currency: answer.currency,
            listPrice: Self.number(answer.officialWebsiteRatingResult?.officialWebsiteAmount),
            offers: (answer.optionalDiscountRatingResults ?? []).map {
                PriceAnswer.Offer(isBest: $0.bestOffer == 1, amount: Self.number($0.amount), name: $0.discountName)
            })
        return try price.price(of: Operations.rateRenewals.name)
    }

    /// Amounts are texts here.
    private static func number(_ text: String?) -> Decimal? { text.flatMap { Decimal($0) } }

    private func unknown(_ why: String) -> CPHError { PriceAnswer.unknown(why, Operations.rateRenewals.name) }
}
