public import Schema

/// Source: Huawei's SDK for BSS 3.1.219, `CustomerOrderV2` and `CustomerOrderV3`, which differ in four fields.
public struct Order: Model {
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
    public var subOrderInfos: [SubOrder]?
    public var agentPayInfo: AgentPayment?

    public init() {}

    public static let name = "Order"
    public static let doc = "An order as the billing service shows it."

    public static let fields: [Field<Order>] = [
        Field("order_id", \.orderID, doc: "ID of the order"),
        Field("customer_id", \.customerID, doc: "ID of the account that ordered"),
        Field("service_type_code", \.serviceTypeCode, doc: "Code of the cloud service"),
        Field("service_type_name", \.serviceTypeName, doc: "Name of the cloud service, in the service's language"),
        Field(
            "source_type", \.sourceType,
            doc: "1 customer, 2 agent, 3 contract, 4 distributor, 5 deletion, 6 booked later, 7 compensation, 8 system"),
        Field(
            "status", \.status,
            doc:
                "1 reviewing; 2 pending refund; 3 processing; 4 cancelled; 5 completed; 6 pending payment; 9 to confirm"
        ),
        Field(
            "order_type", \.orderType,
            doc: "1 new; 2 renewal; 3 change; 4 unsubscription; 10 to pay-per-use; 11 to prepaid; 13 to 15 others"),
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
        Field("sub_order_infos", \.subOrderInfos, doc: "Orders that a combined order consists of"),
        Field("agent_pay_info", \.agentPayInfo, doc: "Who pays in the customer's place; only in lists"),
    ]
}

extension Order {
    /// Those that matter to whoever waits for an order.
    public enum Status {
        public static let reviewing = 1
        public static let pendingRefund = 2
        public static let processing = 3
        public static let cancelled = 4
        public static let completed = 5
        public static let pendingPayment = 6
    }
}
