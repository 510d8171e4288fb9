import CPHModel
import Schema

/// What the emulated cloud asks for its servers. The figures are round so that nobody takes them for Huawei's.
enum Prices {
    static let currency = "CNY"

    /// CNY for one server and month.
    static func monthly(_ serverModelName: String) -> Double { 10_000 }

    /// List price of a purchase of `count` servers.
    static func price(of request: CreateServer, count: Int) -> Double {
        monthly(request.serverModelName) * Double(request.months * count)
    }
}

extension World {
    func ratePrices(_ request: RatePrices) throws(Refusal) -> PriceList {
        var list = PriceList()
        var official = OfficialPrices()
        official.measureID = 1
        official.productRatingResults = request.productInfos.map { product in
            var price = ProductPrice()
            price.id = product.id
            price.productID = "00301-\(product.resourceSpec)"
            price.measureID = 1
            price.officialWebsiteAmount = Prices.monthly(product.resourceSpec) * product.months
            return price
        }
        official.officialWebsiteAmount =
            official.productRatingResults?.reduce(0) { $0 + ($1.officialWebsiteAmount ?? 0) }
        list.officialWebsiteRatingResult = official
        list.currency = Prices.currency
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
