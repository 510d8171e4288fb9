public import Schema

/// Source: Huawei's SDK for BSS 3.1.219, `ShowRefundOrderDetailsRequest`.
public struct ShowRefund: Model {
    public var orderID = ""
    public var customerID: String?
    public var indirectPartnerID: String?

    public init() {}

    public static let name = "ShowRefund"
    public static let doc = "Which refund to show."

    public static let fields: [Field<ShowRefund>] = [
        Field(
            "order_id", \.orderID, .bytes(1...64), doc: "ID of the order that gave something back, not of the purchase"),
        Field("customer_id", \.customerID, doc: "ID of the customer, for partners"),
        Field("indirect_partner_id", \.indirectPartnerID, doc: "ID of the distributor whose customer ordered"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `ShowRefundOrderDetailsResponse`.
public struct RefundDetail: Model {
    public var totalCount: Int?
    public var refundInfos: [OrderRefund]?

    public init() {}

    public static let name = "RefundDetail"
    public static let doc = "What a refund is made of."

    public static let fields: [Field<RefundDetail>] = [
        Field("total_count", \.totalCount, doc: "Number of parts"),
        Field("refund_infos", \.refundInfos, doc: "The parts, each with the order that it is about"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `OrderRefundInfoV2`.
public struct OrderRefund: Model {
    public var id: String?
    public var amount: Decimal?
    public var measureID: String?
    public var customerID: String?
    public var resourceTypeCode: String?
    public var serviceTypeCode: String?
    public var resourceTypeName: String?
    public var serviceTypeName: String?
    public var regionCode: String?
    public var baseOrderID: String?

    public init() {}

    public static let name = "OrderRefund"
    public static let doc = "One part of a refund."

    public static let fields: [Field<OrderRefund>] = [
        Field("id", \.id, doc: "ID of the part"),
        Field(
            "amount", \.amount,
            doc: "In units of currency: below zero what is given back, above it what was used up or is kept as a fee"),
        Field("measure_id", \.measureID, doc: "Unit of the amount: 1 is one unit of currency"),
        Field("customer_id", \.customerID, doc: "ID of the account that ordered"),
        Field("resource_type_code", \.resourceTypeCode, doc: "Code of the resource's type"),
        Field("service_type_code", \.serviceTypeCode, doc: "Code of the cloud service"),
        Field("resource_type_name", \.resourceTypeName, doc: "Name of the resource's type, in the service's language"),
        Field("service_type_name", \.serviceTypeName, doc: "Name of the cloud service, in the service's language"),
        Field("region_code", \.regionCode, doc: "Region of the resource"),
        Field("base_order_id", \.baseOrderID, doc: "ID of the order that was paid"),
    ]
}
