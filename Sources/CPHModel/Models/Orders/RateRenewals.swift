public import Schema

/// Source: Huawei's SDK for BSS 3.1.219, `ListRenewRateOnPeriodReq`.
public struct RateRenewals: Model {
    public var resourceIDs: [String] = []
    public var periodType = PeriodType.month
    public var periodNum = 0
    public var includeRelativeResources: Bool?

    public init() {}

    public static let name = "RateRenewals"
    public static let doc = "Which renewals to ask the price of."

    public static let fields: [Field<RateRenewals>] = [
        Field(
            "resource_ids", \.resourceIDs, .items(1...10), .each(.notEmpty),
            doc: "IDs of main resources: server_id for a server"),
        Field("period_type", \.periodType, doc: "Unit of the period"),
        Field("period_num", \.periodNum, .atLeast(1), doc: "Number of periods: 1 to 11 months or 1 to 3 years"),
        Field(
            "include_relative_resources", \.includeRelativeResources, default: "false",
            doc: "Whether what belongs to the resources is asked about, too"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `ListRenewRateOnPeriodResponse`.
public struct RenewalPriceList: Model {
    public var currency: String?
    public var renewInquiryResults: [RenewalPrice]?
    public var officialWebsiteRatingResult: OfficialRenewalPrices?
    public var optionalDiscountRatingResults: [DiscountedRenewalPrices]?
    public var failResourceInfos: [FailedResource]?

    public init() {}

    public static let name = "RenewalPriceList"
    public static let doc = "Prices of renewals."

    public static let fields: [Field<RenewalPriceList>] = [
        Field("currency", \.currency, doc: "Currency of the amounts; absent means CNY"),
        Field("renew_inquiry_results", \.renewInquiryResults, doc: "Price of each resource"),
        Field("official_website_rating_result", \.officialWebsiteRatingResult, doc: "List price of all of them"),
        Field(
            "optional_discount_rating_results", \.optionalDiscountRatingResults,
            doc: "Price of all of them with each discount that may be chosen"),
        Field("fail_resource_infos", \.failResourceInfos, doc: "Resources that have no price"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `RenewInquiryResultInfo`.
public struct RenewalPrice: Model {
    public var resourceID: String?
    public var amount: String?

    public init() {}

    public static let name = "RenewalPrice"
    public static let doc = "Price of one renewal."

    public static let fields: [Field<RenewalPrice>] = [
        Field("resource_id", \.resourceID, doc: "ID of the resource"),
        Field("amount", \.amount, doc: "Price with what belongs to it, in units of currency"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `OfficialWebsiteRatingResultV2`.
public struct OfficialRenewalPrices: Model {
    public var officialWebsiteAmount: String?
    public var installmentOfficialWebsiteAmount: String?
    public var installmentPeriodType: Int?

    public init() {}

    public static let name = "OfficialRenewalPrices"
    public static let doc = "List price of renewals."

    public static let fields: [Field<OfficialRenewalPrices>] = [
        Field("official_website_amount", \.officialWebsiteAmount, doc: "List price, in units of currency"),
        Field(
            "installment_official_website_amount", \.installmentOfficialWebsiteAmount,
            doc: "List price of an instalment"),
        Field("installment_period_type", \.installmentPeriodType, doc: "Unit of an instalment's period: 2 month"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `OptionalDiscountRatingResultV2`.
public struct DiscountedRenewalPrices: Model {
    public var discountID: String?
    public var amount: String?
    public var officialWebsiteAmount: String?
    public var discountAmount: String?
    public var discountType: Int?
    public var discountName: String?
    public var bestOffer: Int?
    public var installmentOfficialWebsiteAmount: String?
    public var installmentOfficialDiscountAmount: String?
    public var installmentAmount: String?
    public var installmentPeriodType: Int?

    public init() {}

    public static let name = "DiscountedRenewalPrices"
    public static let doc = "Price of renewals with one discount."

    public static let fields: [Field<DiscountedRenewalPrices>] = [
        Field("discount_id", \.discountID, doc: "ID of the discount"),
        Field("amount", \.amount, doc: "Price after the discount, in units of currency"),
        Field("official_website_amount", \.officialWebsiteAmount, doc: "List price, in units of currency"),
        Field("discount_amount", \.discountAmount, doc: "What the discount takes off"),
        Field("discount_type", \.discountType, doc: "Kind of the discount: 605 contract, 606 distributor, 607 partner"),
        Field("discount_name", \.discountName, doc: "Name of the discount"),
        Field("best_offer", \.bestOffer, doc: "1 for the best of the discounts, 0 for the others"),
        Field(
            "installment_official_website_amount", \.installmentOfficialWebsiteAmount,
            doc: "List price of an instalment"),
        Field(
            "installment_official_discount_amount", \.installmentOfficialDiscountAmount,
            doc: "Discount of an instalment"),
        Field("installment_amount", \.installmentAmount, doc: "Price of an instalment"),
        Field("installment_period_type", \.installmentPeriodType, doc: "Unit of an instalment's period: 2 month"),
    ]
}
