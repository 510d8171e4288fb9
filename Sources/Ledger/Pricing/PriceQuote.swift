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
                try await all(purchases, on: api, in: account)
            }
            let byName = Dictionary(prices.map { ($0.name, $0.price) }) { $1 }
            guard let sum = PurchasePrice.sum(prices.map(\.price)) else {
                return unknown(prices.isEmpty ? "nothing of it costs anything" : "prices are in several currencies")
            }
            return PriceQuote(sum, AgreedPrices(purchases) { byName[$0.name] }, nil)
        } catch { return unknown(error.message) }
    }

    /// The price of each that has one, by its name. A price that is not to be had makes the sum unknown.
    private static func all(
        _ purchases: [PurchaseSummary], on api: any CloudPhoneAPI,
        in account: @Sendable () async throws(CPHError) -> AccountScope
    ) async throws(CPHError) -> [(name: String, price: PurchasePrice)] {
        let (bought, changed) = (purchases.filter { $0.change == nil }, purchases.filter { $0.change != nil })
        var found: [(name: String, price: PurchasePrice)] = []
        if !bought.isEmpty {
            var inquiry = PriceInquiry(api, in: try await account())
            found = Array(zip(bought.map(\.name), try await inquiry.prices(of: bought)))
        }
        for change in changed where change.hasPrice {
            found.append((change.name, try await RenewalInquiry(api: api).price(of: change)))
        }
        return found
    }
}
