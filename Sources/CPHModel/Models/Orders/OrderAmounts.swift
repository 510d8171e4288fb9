public import Schema

/// Source: Huawei's SDK for BSS 3.1.219, `AmountInfomationV2`.
public struct OrderAmounts: Model {
    public var discounts: [OrderDiscount]?
    public var flexipurchaseCouponAmount: Decimal?
    public var couponAmount: Decimal?
    public var storedCardAmount: Decimal?
    public var commissionAmount: Decimal?
    public var consumedAmount: Decimal?

    public init() {}

    public static let name = "OrderAmounts"
    public static let doc = "What an amount is made of."

    public static let fields: [Field<OrderAmounts>] = [
        Field("discounts", \.discounts, doc: "Discounts"),
        Field("flexipurchase_coupon_amount", \.flexipurchaseCouponAmount, doc: "Paid with cash coupons"),
        Field("coupon_amount", \.couponAmount, doc: "Paid with vouchers"),
        Field("stored_card_amount", \.storedCardAmount, doc: "Paid with stored-value cards"),
        Field("commission_amount", \.commissionAmount, doc: "Handling fee of an unsubscription"),
        Field("consumed_amount", \.consumedAmount, doc: "Used up before an unsubscription"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `DiscountItemV2`.
public struct OrderDiscount: Model {
    public var discountType: String?
    public var discountAmount: Decimal?

    public init() {}

    public static let name = "OrderDiscount"
    public static let doc = "One discount of an order."

    public static let fields: [Field<OrderDiscount>] = [
        Field(
            "discount_type", \.discountType,
            doc: "Kind of the discount: 200 promotion, 301 voucher, 605 contract, 609 adjusted price, and others"),
        Field("discount_amount", \.discountAmount, doc: "What it takes off, in units of currency"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `EnterpriseProject`.
public struct EnterpriseProjectReference: Model {
    public var id: String?
    public var name: String?

    public init() {}

    public static let name = "EnterpriseProjectReference"
    public static let doc = "An enterprise project as orders name it."

    public static let fields: [Field<EnterpriseProjectReference>] = [
        Field("id", \.id, doc: "ID of the enterprise project; 0 is the default one"),
        Field("name", \.name, doc: "Name of the enterprise project"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `AgentPayInfoV2`.
public struct AgentPayment: Model {
    public var payingAgentID: String?
    public var isAgentPay: Bool?

    public init() {}

    public static let name = "AgentPayment"
    public static let doc = "Who pays an order in the customer's place."

    public static let fields: [Field<AgentPayment>] = [
        Field("paying_agent_id", \.payingAgentID, doc: "Account that pays"),
        Field("is_agent_pay", \.isAgentPay, doc: "Whether another account pays"),
    ]
}
