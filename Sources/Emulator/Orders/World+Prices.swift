import CPHModel
import Schema

/// What the emulated cloud asks for its servers, in CNY. Without a catalogue the figures are round, so that nobody takes
/// them for Huawei's.
extension World {
    static let currency = "CNY"

    /// What is to be paid of a list price: a fifth less, so that tests notice where a list price is taken for what is
    /// paid.
    static func discounted(_ listPrice: Decimal) -> Decimal { listPrice.times(4, over: 5) }

    /// What a contract takes off a list price, as orders say it.
    static func discount(on listPrice: Decimal) -> OrderDiscount {
        var discount = OrderDiscount()
        discount.discountType = "605"
        discount.discountAmount = listPrice - discounted(listPrice)
        return discount
    }

    /// The list price of one server for one month.
    func monthlyPrice(of serverModelName: String) -> Decimal {
        settings.catalogue?.prices?.first { $0.serverModelName == serverModelName }?.monthly ?? 10_000
    }

    /// List price of a purchase of `count` servers.
    func price(of request: CreateServer, count: Int) -> Decimal {
        monthlyPrice(of: request.serverModelName) * request.months * count
    }

    func ratePrices(_ request: RatePrices) throws(Refusal) -> PriceList {
        let known = settings.catalogue?.prices.map { Set($0.map(\.serverModelName)) }
        for product in request.productInfos {
            guard product.cloudServiceType == Self.serviceType, product.resourceType == Self.serverType,
                known?.contains(product.resourceSpec) != false
            else {
                throw Refusal(
                    400, "CBC.99006066", "The price of \(product.resourceSpec) (\(product.resourceType)) is not found.")
            }
        }
        var official = OfficialPrices()
        official.measureID = 1
        official.productRatingResults = request.productInfos.map { product in
            var price = ProductPrice()
            price.id = product.id
            price.productID = "00301-\(product.resourceSpec)"
            price.measureID = 1
            price.officialWebsiteAmount = product.price(monthly: monthlyPrice(of: product.resourceSpec))
            return price
        }
        let amounts = official.productRatingResults?.compactMap(\.officialWebsiteAmount) ?? []
        official.officialWebsiteAmount = amounts.reduce(.zero, +)
        var list = PriceList()
        list.officialWebsiteRatingResult = official
        list.optionalDiscountRatingResults = [discounted(official)]
        list.currency = Self.currency
        return list
    }

    /// What renewals cost: as much as their orders come to.
    func rateRenewals(_ request: RateRenewals) throws(Refusal) -> RenewalPriceList {
        var list = RenewalPriceList()
        var total = Decimal.zero
        list.renewInquiryResults = []
        for (order, ids) in try owners(of: request.resourceIDs) {
            var period = order
            period.request.orderParam.periodType = request.periodType
            period.request.orderParam.periodNum = request.periodNum
            for id in ids {
                var one = RenewalPrice()
                let listPrice = price(of: period.request, count: 1)
                (one.resourceID, one.amount) = (id, "\(Self.discounted(listPrice))")
                list.renewInquiryResults?.append(one)
                total = total + listPrice
            }
        }
        var official = OfficialRenewalPrices()
        official.officialWebsiteAmount = "\(total)"
        var discounted = DiscountedRenewalPrices()
        (discounted.discountID, discounted.discountName) = ("emulated-contract", "Emulated contract")
        (discounted.discountType, discounted.bestOffer) = (605, 1)
        (discounted.officialWebsiteAmount, discounted.amount) = ("\(total)", "\(Self.discounted(total))")
        discounted.discountAmount = "\(total - Self.discounted(total))"
        (list.officialWebsiteRatingResult, list.optionalDiscountRatingResults) = (official, [discounted])
        list.currency = Self.currency
        return list
    }

    /// The list prices as the account's contract has them.
    private func discounted(_ official: OfficialPrices) -> DiscountedPrices {
        let listPrice = official.officialWebsiteAmount ?? 0
        var prices = DiscountedPrices()
        prices.discountID = "emulated-contract"
        prices.discountName = "Emulated contract"
        prices.discountType = 605
        prices.bestOffer = 1
        prices.measureID = official.measureID
        prices.officialWebsiteAmount = listPrice
        prices.amount = Self.discounted(listPrice)
        prices.discountAmount = listPrice - Self.discounted(listPrice)
        prices.productRatingResults = official.productRatingResults?.map { price in
            var price = price
            price.amount = Self.discounted(price.officialWebsiteAmount ?? 0)
            price.discountAmount = (price.officialWebsiteAmount ?? 0) - (price.amount ?? 0)
            return price
        }
        return prices
    }
}

extension RatedProduct {
    /// What the products that are asked about cost for their time.
    fileprivate func price(monthly: Decimal) -> Decimal {
        let all = monthly * periodNum * subscriptionNum
        return switch periodType {
        case .hour: all.times(1, over: 720)
        case .day: all.times(1, over: 30)
        case .month: all
        case .year: all * 12
        }
    }
}
