public import Policies

// What policies have against spending money where nothing was bought yet.
extension PolicySet {
    /// A sentence for each cap that a plan by itself would pass. An unknown price is no reason here.
    public func moneyBreaches(_ name: String, _ purchases: [PurchaseSummary], at prices: AgreedPrices) -> [String] {
        guard let sum = prices.sum(of: purchases.filter(\.hasPrice)) else { return [] }
        return moneyCaps.flatMap { cap -> [String] in
            if cap.period == .call { return cap.breaches(ofEach: purchases, at: prices) }
            return [cap.breach(MoneySpent(), adding: sum.amount, for: name)?.message].compactMap(\.self)
        }
    }
}

extension MoneyCap {
    /// What a cap of one call has against each of these.
    func breaches(ofEach purchases: [PurchaseSummary], at prices: AgreedPrices) -> [String] {
        purchases.compactMap { purchase in
            prices[purchase].flatMap { breach(MoneySpent(), adding: $0.amount, for: purchase.name)?.message }
        }
    }
}
