import CPHModel
import Schema

/// What the emulated cloud asks for its servers, in CNY. Without a catalogue the figures are round, so that nobody takes
/// them for Huawei's.
extension World {
    static let currency = "CNY"

    /// For one server and month.
    func monthlyPrice(of serverModelName: String) -> Double {
        settings.catalogue?.prices?.first { $0.serverModelName == serverModelName }?.monthly ?? 10_000
    }

    /// List price of a purchase of `count` servers.
    func price(of request: CreateServer, count: Int) -> Double {
        monthlyPrice(of: request.serverModelName) * Double(request.months * count)
    }

    func ratePrices(_ request: RatePrices) -> PriceList {
        var official = OfficialPrices()
        official.measureID = 1
        official.productRatingResults = request.productInfos.map { product in
            var price = ProductPrice()
            price.id = product.id
            price.productID = "00301-\(product.resourceSpec)"
            price.measureID = 1
            price.officialWebsiteAmount = monthlyPrice(of: product.resourceSpec) * product.months
            return price
        }
        let amounts = official.productRatingResults?.compactMap(\.officialWebsiteAmount) ?? []
        official.officialWebsiteAmount = amounts.reduce(0, +)
        var list = PriceList()
        list.officialWebsiteRatingResult = official
        list.currency = Self.currency
        return list
    }
}

extension RatedProduct {
    /// Product-months that are asked about.
    fileprivate var months: Double {
        let period: Double =
            switch periodType {
            case .hour: 1 / 720
            case .day: 1 / 30
            case .month: 1
            case .year: 12
            }
        return period * Double(periodNum * subscriptionNum)
    }
}
