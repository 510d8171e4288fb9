public import Schema

/// Source: Huawei's SDK for BSS 3.1.219, `RateOnPeriodReq`.
public struct RatePrices: Model {
    public var projectID = ""
    public var productInfos: [RatedProduct] = []

    public init() {}

    public static let name = "RatePrices"
    public static let doc = "What to ask the price of."

    public static let fields: [Field<RatePrices>] = [
        Field("project_id", \.projectID, .notEmpty, doc: "Project in which it would be bought"),
        Field("product_infos", \.productInfos, .items(1...100), doc: "Products"),
    ]
}

public enum RatePeriodType: Int, Choice {
    case day = 0
    case month = 2
    case year = 3
    case hour = 4

    public var meaning: String {
        switch self {
        case .day: "day"
        case .month: "month"
        case .year: "year"
        case .hour: "hour"
        }
    }
}

/// Source: Huawei's SDK for BSS 3.1.219, `PeriodProductInfo`.
public struct RatedProduct: Model {
    public var id = ""
    public var cloudServiceType = ""
    public var resourceType = ""
    public var resourceSpec = ""
    public var region = ""
    public var availableZone: String?
    public var resourceSize: Int?
    public var sizeMeasureID: Int?
    public var periodType = RatePeriodType.day
    public var periodNum = 0
    public var subscriptionNum = 0
    public var feeInstallmentMode: String?

    public init() {}

    public static let name = "RatedProduct"
    public static let doc = "A product to ask the price of."

    public static let fields: [Field<RatedProduct>] = [
        Field("id", \.id, .notEmpty, doc: "Links this product to its price in the answer"),
        Field(
            "cloud_service_type", \.cloudServiceType, .notEmpty,
            doc: "Code of the cloud service; the page does not say which one CPH has"),
        Field("resource_type", \.resourceType, .notEmpty, doc: "Code of the resource's type"),
        Field("resource_spec", \.resourceSpec, .notEmpty, doc: "Specification, such as the server model"),
        Field("region", \.region, .notEmpty, doc: "Region, such as cn-east-3"),
        Field("available_zone", \.availableZone, doc: "Zone, such as cn-east-3a"),
        Field("resource_size", \.resourceSize, .atLeast(1), doc: "Size, for what is sold by size"),
        Field("size_measure_id", \.sizeMeasureID, doc: "Unit of resource_size: 15 Mbit/s, 17 GB, 14 pieces"),
        Field("period_type", \.periodType, doc: "Unit of the period"),
        Field("period_num", \.periodNum, .atLeast(1), doc: "Number of periods"),
        Field("subscription_num", \.subscriptionNum, .atLeast(1), doc: "How many would be bought"),
        Field(
            "fee_installment_mode", \.feeInstallmentMode, default: "NA",
            doc: "HALF_PAY, ZERO_PAY or NA: payment by instalments"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `ListRateOnPeriodDetailResponse`.
public struct PriceList: Model {
    public var officialWebsiteRatingResult: OfficialPrices?
    public var optionalDiscountRatingResults: [DiscountedPrices]?
    public var currency: String?

    public init() {}

    public static let name = "PriceList"
    public static let doc = "Prices of products."

    public static let fields: [Field<PriceList>] = [
        Field("official_website_rating_result", \.officialWebsiteRatingResult, doc: "List prices"),
        Field(
            "optional_discount_rating_results", \.optionalDiscountRatingResults,
            doc: "Prices with each discount that may be chosen"),
        Field("currency", \.currency, doc: "Currency of the amounts; absent means CNY"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `OfficialWebsiteRatingResult`.
public struct OfficialPrices: Model {
    public var officialWebsiteAmount: Decimal?
    public var installmentOfficialWebsiteAmount: String?
    public var installmentPeriodType: Int?
    public var measureID: Int?
    public var productRatingResults: [ProductPrice]?

    public init() {}

    public static let name = "OfficialPrices"
    public static let doc = "List prices."

    public static let fields: [Field<OfficialPrices>] = [
        Field(
            "official_website_amount", \.officialWebsiteAmount,
            doc: "List price of all products, in units of currency"),
        Field(
            "installment_official_website_amount", \.installmentOfficialWebsiteAmount,
            doc: "List price of an instalment"),
        Field(
            "installment_period_type", \.installmentPeriodType, doc: "Unit of an instalment's period: 2 month, 3 year"),
        Field("measure_id", \.measureID, doc: "Unit of the amounts: 1 is one unit of currency"),
        Field("product_rating_results", \.productRatingResults, doc: "Price of each product"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `PeriodProductOfficialRatingResult` and `PeriodProductRatingResult`.
public struct ProductPrice: Model {
    public var id: String?
    public var productID: String?
    public var amount: Decimal?
    public var officialWebsiteAmount: Decimal?
    public var discountAmount: Decimal?
    public var measureID: Int?
    public var installmentOfficialWebsiteAmount: String?
    public var installmentOfficialDiscountAmount: String?
    public var installmentAmount: String?
    public var installmentPeriodType: Int?

    public init() {}

    public static let name = "ProductPrice"
    public static let doc = "Price of one product."

    public static let fields: [Field<ProductPrice>] = [
        Field("id", \.id, doc: "The product's id in the question"),
        Field("product_id", \.productID, doc: "ID of the product"),
        Field("amount", \.amount, doc: "Price after the discount, in units of currency"),
        Field("official_website_amount", \.officialWebsiteAmount, doc: "List price, in units of currency"),
        Field("discount_amount", \.discountAmount, doc: "What the discount takes off"),
        Field("measure_id", \.measureID, doc: "Unit of the amounts: 1 is one unit of currency"),
        Field(
            "installment_official_website_amount", \.installmentOfficialWebsiteAmount,
            doc: "List price of an instalment"),
        Field(
            "installment_official_discount_amount", \.installmentOfficialDiscountAmount,
            doc: "Discount of an instalment"),
        Field("installment_amount", \.installmentAmount, doc: "Price of an instalment"),
        Field(
            "installment_period_type", \.installmentPeriodType, doc: "Unit of an instalment's period: 2 month, 3 year"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `OptionalDiscountRatingResult`.
public struct DiscountedPrices: Model {
    public var discountID: String?
    public var amount: Decimal?
    public var officialWebsiteAmount: Decimal?
    public var discountAmount: Decimal?
    public var measureID: Int?
    public var discountType: Int?
    public var discountName: String?
    public var bestOffer: Int?
    public var productRatingResults: [ProductPrice]?
    public var installmentOfficialWebsiteAmount: String?
    public var installmentOfficialDiscountAmount: String?
    public var installmentAmount: String?
    public var installmentPeriodType: Int?

    public init() {}

    public static let name = "DiscountedPrices"
    public static let doc = "Prices with one discount."

    public static let fields: [Field<DiscountedPrices>] = [
        Field("discount_id", \.discountID, doc: "ID of the discount"),
        Field("amount", \.amount, doc: "Price after the discount, in units of currency"),
        Field("official_website_amount", \.officialWebsiteAmount, doc: "List price, in units of currency"),
        Field("discount_amount", \.discountAmount, doc: "What the discount takes off"),
        Field("measure_id", \.measureID, doc: "Unit of the amounts: 1 is one unit of currency"),
        Field("discount_type", \.discountType, doc: "Kind of the discount: 605 contract, 606 distributor, 607 partner"),
        Field("discount_name", \.discountName, doc: "Name of the discount"),
        Field("best_offer", \.bestOffer, doc: "1 for the best of the discounts, 0 for the others"),
        Field("product_rating_results", \.productRatingResults, doc: "Price of each product"),
        Field(
            "installment_official_website_amount", \.installmentOfficialWebsiteAmount,
            doc: "List price of an instalment"),
        Field(
            "installment_official_discount_amount", \.installmentOfficialDiscountAmount,
            doc: "Discount of an instalment"),
        Field("installment_amount", \.installmentAmount, doc: "Price of an instalment"),
        Field(
            "installment_period_type", \.installmentPeriodType, doc: "Unit of an instalment's period: 2 month, 3 year"),
    ]
}
