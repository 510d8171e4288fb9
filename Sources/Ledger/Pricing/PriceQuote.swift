public import CPHModel

/// What the billing service says that purchases cost, or why it does not.
public struct PriceQuote: Hashable, Sendable {
    /// What they cost together; nil where no price is to be had.
    public let price: PurchasePrice?
    /// What each costs; empty without a price.
    public let prices: AgreedPrices
    /// Why there is none; nil where there is one.
    public let why: String?

    /// How long whoever only looks waits for a price.
    public static let patience = Duration.seconds(5)

    private init(_ price: PurchasePrice?, _ prices: AgreedPrices, _ why: String?) {
        (self.price, self.prices, self.why) = (price, prices, why)
    }

    /// A price that is not known.
    public static func unknown(_ why: String) -> PriceQuote { PriceQuote(nil, AgreedPrices(), why) }

    /// Asks the billing service once.
    ///
    /// - Parameters:
    ///   - api: Through which it is asked; reads need no gate.
    ///   - patience: How long it may take; nil for as long as it takes.
    ///   - account: The account that would pay; looked up within that time, too.
    public static func ask(
        for purchases: [PurchaseSummary], on api: any CloudPhoneAPI, patience: Duration?,
        in account: @escaping @Sendable () async throws(CPHError) -> AccountScope
    ) async -> PriceQuote {
        do throws(CPHError) {
            let prices = try await within(patience) { () async throws(CPHError) in
                var inquiry = PriceInquiry(api, in: try await account())
                return try await inquiry.prices(of: purchases)
            }
            guard let sum = PurchasePrice.sum(prices) else { return unknown("prices are in several currencies") }
            let byName = Dictionary(zip(purchases.map(\.name), prices)) { $1 }
            return PriceQuote(sum, AgreedPrices(purchases) { byName[$0.name] }, nil)
        } catch { return unknown(error.message) }
    }
}
