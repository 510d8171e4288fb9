public import CPHModel
import Schema

/// What is known of the prices of purchases, and since when.
struct KnownPrices {
    var inquiry: PriceInquiry
    /// By the purchase's name: what was asked about, its price, and when, in milliseconds since 1970.
    private var known: [String: (contentHash: String, price: PurchasePrice, at: Int)] = [:]
    /// Why the last question had no answer.
    private(set) var failure: String?
    /// Why there was no price, by the purchase's name.
    private(set) var failedNames: [String: String] = [:]
    /// Until when a service that did not answer is not asked again, in milliseconds since 1970.
    private var silentUntil = Int.min

    init(_ inquiry: PriceInquiry) { self.inquiry = inquiry }

    /// For how long a price counts as today's, in milliseconds.
    private static let lifetime = 60_000
    /// For how long a silent service is left alone, in milliseconds: one decision asks several times, and would wait each time.
    private static let rest = 10_000

    subscript(purchase: PurchaseSummary) -> PurchasePrice? {
        guard let entry = known[purchase.name], entry.contentHash == purchase.contentHash else { return nil }
        return entry.price
    }

    /// Those whose price is not known, or old.
    func missing(_ purchases: [PurchaseSummary], at now: Int) -> [PurchaseSummary] {
        purchases.filter { purchase in
            if now < silentUntil, failedNames[purchase.name] != nil { return false }
            return self[purchase] == nil || (known[purchase.name]?.at ?? 0) + Self.lifetime < now
        }
    }

    mutating func learn(_ prices: [PurchasePrice], of purchases: [PurchaseSummary], at now: Int) {
        failure = nil
        for (purchase, price) in zip(purchases, prices) {
            failedNames[purchase.name] = nil
            known[purchase.name] = (purchase.contentHash, price, now)
        }
    }

    /// What was asked about has no price any more.
    mutating func forget(_ purchases: [PurchaseSummary], _ error: CPHError, at now: Int) {
        failure = error.message
        if error.kind == .timeout { silentUntil = now + Self.rest }
        for purchase in purchases { (known[purchase.name], failedNames[purchase.name]) = (nil, error.message) }
    }
}

// What purchases cost: for whoever is asked, and for limits in money.
extension SpendGuard {
    /// Asks what these cost, where that is not known from a moment ago. What has no price afterwards has none to be had.
    ///
    /// - Parameter patience: How long that may take; nil for as long as the gate waits.
    func learnPrices(of purchases: [PurchaseSummary], patience: Duration? = nil) async {
        let patience = patience ?? self.patience
        await learnPrices(ofChanges: purchases.filter { $0.change != nil && $0.hasPrice }, patience)
        let missing = prices.missing(purchases.filter { $0.change == nil }, at: ledger.options.clock.milliseconds())
        guard !missing.isEmpty else { return }
        let inquiry = prices.inquiry
        do throws(CPHError) {
            let (found, codes) = try await within(patience) { () async throws(CPHError) in
                var inquiry = inquiry
                return (try await inquiry.prices(of: missing), inquiry)
            }
            prices.learn(found, of: missing, at: ledger.options.clock.milliseconds())
            prices.inquiry = codes
        } catch { prices.forget(missing, error, at: ledger.options.clock.milliseconds()) }
    }

    private func learnPrices(ofChanges purchases: [PurchaseSummary], _ patience: Duration?) async {
        let inquiry = RenewalInquiry(api: ledger)
        for purchase in prices.missing(purchases, at: ledger.options.clock.milliseconds()) {
            do throws(CPHError) {
                let price = try await within(patience) { () async throws(CPHError) in
                    try await inquiry.price(of: purchase)
                }
                prices.learn([price], of: [purchase], at: ledger.options.clock.milliseconds())
            } catch { prices.forget([purchase], error, at: ledger.options.clock.milliseconds()) }
        }
    }

    /// Learns what these cost where a limit in money needs it, and refuses what no cap of a call or a run lets pass, or has no
    /// known price.
    func learnMoney(_ name: String, _ purchases: [PurchaseSummary]) async throws(CPHError) {
        let purchases = purchases.filter(\.hasPrice)
        guard limits.cost != nil || !caps.isEmpty || policies.all.needsPrices,
            let operation = purchases.first?.operation
        else { return }
        await learnPrices(of: purchases)
        for purchase in purchases { try checkCalls(purchase) }
        try checkRun(name, purchases)
        guard price(of: purchases) == nil else { return }
        for cap in caps {
            try cap.check(MoneySpent(), adding: nil, for: name, why: prices.failure, operation: operation)
        }
    }

    /// Refuses what the caps of days and months do not let pass, before anybody is asked. What decides is the ledger, where it
    /// records the intent.
    func checkMoney(_ name: String, _ purchases: [PurchaseSummary]) async throws(CPHError) {
        let purchases = purchases.filter(\.hasPrice)
        try await learnMoney(name, purchases)
        guard let operation = purchases.first?.operation else { return }
        try await ledger.checkMoney(
            caps, beside: rehearsedMoney, adding: price(of: purchases)?.amount, for: name, operation: operation)
    }

    /// What policies have against spending this, as far as it is known before anybody is asked; a sentence each. An unknown price is
    /// no reason here: whoever asks sees that it is.
    public func moneyBreaches(
        _ name: String, _ purchases: [PurchaseSummary], at prices: AgreedPrices
    ) async throws(CPHError) -> [String] {
        try await refreshPolicies()
        guard let sum = prices.sum(of: purchases.filter(\.hasPrice)) else { return [] }
        var found: [String] = []
        for cap in policies.all.moneyCaps {
            switch cap.period {
            case .call: found += cap.breaches(ofEach: purchases, at: prices)
            case .run: found += [cap.breach(spentMoney, adding: sum.amount, for: name)?.message].compactMap(\.self)
            case .day, .month:
                guard let (spent, start) = try await ledger.spent(in: cap) else { continue }
                found += [cap.breach(spent + rehearsedMoney, adding: sum.amount, for: name, since: start)?.message]
                    .compactMap(\.self)
            }
        }
        return found
    }

    /// Refuses a call that costs more than one may.
    private func checkCalls(_ purchase: PurchaseSummary) throws(CPHError) {
        for cap in caps where cap.period == .call {
            try cap.check(
                MoneySpent(), adding: prices[purchase]?.amount, for: purchase.name, why: prices.failure,
                operation: purchase.operation)
        }
    }

    /// The most money that may be spent, whoever agrees: what options say, and what policies say.
    /// Options name no zone: their days and months are those of the first policy that names one.
    var caps: [MoneyCap] {
        let policies = policies.all
        let zone = policies.policies.first { $0.rules.timeZone != nil }?.zone
        return limits.caps.map { cap in zone.map(cap.inZone) ?? cap } + policies.moneyCaps
    }

    /// Refuses what would be more than a run may buy or spend.
    func checkRun(_ name: String, _ purchases: [PurchaseSummary]) throws(CPHError) {
        try checkRunCounts(name, purchases)
        let purchases = purchases.filter(\.hasPrice)
        guard let operation = purchases.first?.operation else { return }
        for cap in caps where cap.period == .run {
            try cap.check(
                spentMoney, adding: price(of: purchases)?.amount, for: name, why: prices.failure, operation: operation)
        }
    }

    /// What these cost together; nil where one of them has no known price, or currencies differ.
    func price(of purchases: [PurchaseSummary]) -> PurchasePrice? {
        let purchases = purchases.filter(\.hasPrice)
        let known = purchases.compactMap { prices[$0] }
        return known.count == purchases.count ? PurchasePrice.sum(known) : nil
    }

    /// Whether the price is another than the one that was agreed to.
    func hasNewPrice(_ purchase: PurchaseSummary, _ agreed: PurchasePrice) async -> Bool {
        await learnPrices(of: [purchase])
        return prices[purchase]?.amount != agreed.amount
    }

    /// Servers, server-months and money of purchases, as far as prices are known.
    func spending(_ purchases: [PurchaseSummary]) -> Spending {
        var spending = Spending(purchases)
        if let price = price(of: purchases) { spending.cost = .known(price.amount) }
        return spending
    }
}
