public import Schema

/// Source: Huawei's SDK for BSS 3.1.219, `SubCustomerOrderV2` and `SubCustomerOrderV3`.
public struct SubOrder: Model {
    public var orderID: String?
    public var customerID: String?
    public var serviceTypeCode: String?
    public var serviceTypeName: String?
    public var sourceType: Int?
    public var status: Int?
    public var orderType: Int?
    public var amountAfterDiscount: Decimal?
    public var officialAmount: Decimal?
    public var measureID: Int?
    public var createTime: String?
    public var paymentTime: String?
    public var currency: String?
    public var contractID: String?
    public var amountInfo: OrderAmounts?
    public var userName: String?
    public var pendingPaymentEndTime: String?
    public var enterpriseProjects: [EnterpriseProjectReference]?

    public init() {}

    public static let name = "SubOrder"
    public static let doc = "One of the orders that a combined order consists of."

    public static let fields: [Field<SubOrder>] = [
        Field("order_id", \.orderID, doc: "ID of the order"),
        Field("customer_id", \.customerID, doc: "ID of the account that ordered"),
        Field("service_type_code", \.serviceTypeCode, doc: "Code of the cloud service"),
        Field("service_type_name", \.serviceTypeName, doc: "Name of the cloud service, in the service's language"),
        Field("source_type", \.sourceType, doc: "Where the order comes from, as in Order"),
        Field("status", \.status, doc: "Status, as in Order"),
        Field("order_type", \.orderType, doc: "Type, as in Order"),
        Field(
            "amount_after_discount", \.amountAfterDiscount,
            doc: "What is to pay, before coupons and stored-value cards, in units of currency"),
        Field("official_amount", \.officialAmount, doc: "List price, in units of currency"),
        Field("measure_id", \.measureID, doc: "Unit of the amounts: 1 is one unit of currency"),
        Field("create_time", \.createTime, doc: "When it was ordered, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("payment_time", \.paymentTime, doc: "When it was paid, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("currency", \.currency, doc: "Currency of the amounts, such as CNY"),
        Field("contract_id", \.contractID, doc: "ID of the contract"),
        Field("amount_info", \.amountInfo, doc: "What the amounts are made of"),
        Field("user_name", \.userName, doc: "Who ordered; only in the answer for one order"),
        Field(
            "pending_payment_end_time", \.pendingPaymentEndTime,
            doc: "Until when it can be paid, UTC, YYYY-MM-DDTHH:MM:SSZ; only in the answer for one order"),
        Field("enterprise_projects", \.enterpriseProjects, doc: "Enterprise projects of the order; only in lists"),
    ]
}
