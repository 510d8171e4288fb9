public import Schema

/// Source: Huawei's SDK for BSS 3.1.219, `ShowCustomerOrderDetailsRequest`.
public struct ShowOrder: Model {
    public var orderID = ""
    public var limit: Int?
    public var offset: Int?
    public var indirectPartnerID: String?

    public init() {}

    public static let name = "ShowOrder"
    public static let doc = "Which order to show."

    public static let fields: [Field<ShowOrder>] = [
        Field("order_id", \.orderID, .bytes(1...64), .pathSegment, doc: "ID of the order"),
        Field("limit", \.limit, .range(1...100).inferred, default: "10", doc: "Largest number of items in one answer"),
        Field("offset", \.offset, .atLeast(0), default: "0", doc: "Number of items to skip"),
        Field("indirect_partner_id", \.indirectPartnerID, doc: "ID of the distributor whose customer ordered"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `ShowCustomerOrderDetailsResponse`.
public struct OrderDetail: Model {
    public var totalCount: Int?
    public var orderInfo: Order?
    public var orderLineItems: [OrderItem]?

    public init() {}

    public static let name = "OrderDetail"
    public static let doc = "An order with its items."

    public static let fields: [Field<OrderDetail>] = [
        Field("total_count", \.totalCount, doc: "Number of items in all pages"),
        Field("order_info", \.orderInfo, doc: "The order"),
        Field("order_line_items", \.orderLineItems, doc: "What was ordered"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `OrderLineItemEntityV2`.
public struct OrderItem: Model {
    public var orderLineItemID: String?
    public var serviceTypeCode: String?
    public var serviceTypeName: String?
    public var productID: String?
    public var productSpecDesc: String?
    public var periodType: Int?
    public var periodNum: Int?
    public var effectiveTime: String?
    public var expireTime: String?
    public var subscriptionNum: Int?
    public var amountAfterDiscount: Decimal?
    public var officialAmount: Decimal?
    public var amountInfo: OrderAmounts?
    public var currency: String?
    public var categoryCode: String?
    public var productOwnerService: String?
    public var commercialResource: String?
    public var baseProductInfo: BaseProduct?
    public var orderID: String?

    public init() {}

    public static let name = "OrderItem"
    public static let doc = "One item of an order."

    public static let fields: [Field<OrderItem>] = [
        Field("order_line_item_id", \.orderLineItemID, doc: "ID of the item"),
        Field("service_type_code", \.serviceTypeCode, doc: "Code of the cloud service"),
        Field("service_type_name", \.serviceTypeName, doc: "Name of the cloud service, in the service's language"),
        Field("product_id", \.productID, doc: "ID of the product"),
        Field("product_spec_desc", \.productSpecDesc, doc: "The product in words"),
        Field("period_type", \.periodType, doc: "Unit of the period: 0 day, 1 week, 2 month, 3 year, 4 hour, 5 once"),
        Field("period_num", \.periodNum, doc: "Number of periods; absent for an unsubscription"),
        Field("effective_time", \.effectiveTime, doc: "From when it is valid, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("expire_time", \.expireTime, doc: "Until when it is valid, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("subscription_num", \.subscriptionNum, doc: "How many were ordered"),
        Field("amount_after_discount", \.amountAfterDiscount, doc: "What is to pay, in units of currency"),
        Field("official_amount", \.officialAmount, doc: "List price, in units of currency"),
        Field("amount_info", \.amountInfo, doc: "What the amounts are made of"),
        Field("currency", \.currency, doc: "Currency of the amounts, such as CNY"),
        Field("category_code", \.categoryCode, doc: "Code in the product catalogue"),
        Field("product_owner_service", \.productOwnerService, doc: "Code of the service that owns the product"),
        Field("commercial_resource", \.commercialResource, doc: "Code of the resource's type"),
        Field("base_product_info", \.baseProductInfo, doc: "The product that this one changes"),
        Field("order_id", \.orderID, doc: "ID of the order"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `ProductObject`.
public struct BaseProduct: Model {
    public var productID: String?
    public var productSpecDesc: String?
    public var categoryCode: String?
    public var productOwnerService: String?
    public var commercialResource: String?

    public init() {}

    public static let name = "BaseProduct"
    public static let doc = "The product that an order changes."

    public static let fields: [Field<BaseProduct>] = [
        Field("product_id", \.productID, doc: "ID of the product"),
        Field("product_spec_desc", \.productSpecDesc, doc: "The product in words"),
        Field("category_code", \.categoryCode, doc: "Code in the product catalogue"),
        Field("product_owner_service", \.productOwnerService, doc: "Code of the service that owns the product"),
        Field("commercial_resource", \.commercialResource, doc: "Code of the resource's type"),
    ]
}
