import CPHModel

/// Asks the billing service what purchases would cost.
///
/// A product is named there by codes of which no page says what they are for Cloud Phone Host. They are looked up in the
/// service's own lists; where it sells several kinds of things, the one that is a server is asked for.
struct PriceInquiry {
    private let api: any CloudPhoneAPI
    private let account: AccountScope
    /// The codes of the service and of what it sells, once they are known.
    private var codes: (service: String, resource: String)?

    init(_ api: any CloudPhoneAPI, in account: AccountScope) { (self.api, self.account) = (api, account) }

    /// The largest number of products in one question.
    private static let most = 100

    /// Asks for all of them; what throws says why no price is to be had.
    ///
    /// - Returns: The price of each, in the same order.
    mutating func prices(of purchases: [PurchaseSummary]) async throws(CPHError) -> [PurchasePrice] {
        let codes = try await productCodes()
        var prices: [PurchasePrice] = []
        var rest = purchases[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(Self.most))
            rest = rest.dropFirst(Self.most)
            var question = RatePrices()
            question.projectID = account.projectID
            question.productInfos = part.enumerated().map { number, purchase in
                product(purchase, number, codes.service, codes.resource)
            }
            let answer = try await api.perform(Operations.ratePrices, question)
            for number in part.indices { prices.append(try Self.price("\(number)", in: answer)) }
        }
        return prices
    }

    private func product(
        _ purchase: PurchaseSummary, _ number: Int, _ service: String, _ resource: String
    ) -> RatedProduct {
        var product = RatedProduct()
        (product.id, product.cloudServiceType, product.resourceType) = ("\(number)", service, resource)
        (product.resourceSpec, product.region) = (purchase.serverModelName, account.region)
        product.availableZone = purchase.availabilityZone
        product.periodType = purchase.isInYears ? .year : .month
        (product.periodNum, product.subscriptionNum) = (purchase.terms.number, purchase.servers)
        return product
    }

    /// The price with the best of the discounts that the account has, which is the one that an order gets.
    private static func price(_ id: String, in list: PriceList) throws(CPHError) -> PurchasePrice {
        func own(_ prices: [ProductPrice]?) -> ProductPrice? { prices?.first { $0.id == id } }
        let official = own(list.officialWebsiteRatingResult?.productRatingResults)
        let offers = list.optionalDiscountRatingResults ?? []
        let measures =
            [official?.measureID ?? list.officialWebsiteRatingResult?.measureID]
            + offers.flatMap { [$0.measureID, own($0.productRatingResults)?.measureID] }
        guard measures.allSatisfy({ $0 ?? 1 == 1 }) else {
            throw unknown("the answer's amounts are not in units of the currency")
        }
        let answer = PriceAnswer(
            currency: list.currency, listPrice: official?.officialWebsiteAmount,
            offers: offers.map {
                PriceAnswer.Offer(
                    isBest: $0.bestOffer == 1, amount: own($0.productRatingResults)?.amount, name: $0.discountName)
            })
        return try answer.price(of: Operations.ratePrices.name)
    }

    private mutating func productCodes() async throws(CPHError) -> (service: String, resource: String) {
        if let codes { return codes }
        let services = try await all { offset throws(CPHError) in
            var request = ListServiceTypes()
            (request.limit, request.offset) = (Self.most, offset)
            return try await api.perform(Operations.listServiceTypes, request).serviceTypes
        }
        let named = services.first { $0.abbreviation?.uppercased() == "CPH" }
        guard let service = (named ?? services.first { $0.serviceTypeCode?.hasSuffix(".cph") == true })?.serviceTypeCode
        else { throw Self.unknown("the billing service does not list Cloud Phone Host") }
        let resources = try await all { offset throws(CPHError) in
            var request = ListServiceResources()
            (request.serviceTypeCode, request.limit, request.offset) = (service, Self.most, offset)
            return try await api.perform(Operations.listServiceResources, request).infos
        }.compactMap(\.basicInfo?.resourceTypeCode)
        let servers = resources.filter { $0.lowercased().contains("server") }
        guard let resource = servers.count == 1 ? servers[0] : resources.count == 1 ? resources[0] : nil else {
            throw Self.unknown(
                "what it sells of Cloud Phone Host is not one thing: \(resources.joined(separator: ", "))")
        }
        codes = (service, resource)
        return (service, resource)
    }

    /// All pages of a list, to the first that is not full.
    private func all<T>(_ page: (Int) async throws(CPHError) -> [T]?) async throws(CPHError) -> [T] {
        var found: [T] = []
        for _ in 0..<100 {
            let some = try await page(found.count) ?? []
            found += some
            if some.count < Self.most { return found }
        }
        throw Self.unknown("a list of the billing service does not end")
    }

    private static func unknown(_ why: String) -> CPHError { PriceAnswer.unknown(why, Operations.ratePrices.name) }
}
