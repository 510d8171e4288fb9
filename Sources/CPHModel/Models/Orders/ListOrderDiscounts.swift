public import Schema

/// Source: Huawei's SDK for BSS 3.1.219, `ListOrderDiscountsRequest`.
public struct ListOrderDiscounts: Model {
    public var orderID = ""

    public init() {}

    public static let name = "ListOrderDiscounts"
    public static let doc = "Which order discounts are wanted for."

    public static let fields: [Field<ListOrderDiscounts>] = [
        Field("order_id", \.orderID, .bytes(1...64), doc: "ID of an order that waits for payment")
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `ListOrderDiscountsResponse`.
public struct OrderDiscountList: Model {
    public var discounts: [AvailableDiscount]?

    public init() {}

    public static let name = "OrderDiscountList"
    public static let doc = "The discounts that an order can be paid with."

    public static let fields: [Field<OrderDiscountList>] = [
        Field("discounts", \.discounts, doc: "Discounts, of which a payment uses one")
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `DiscountInfoV3`.
public struct AvailableDiscount: Model {
    public var discountID: String?
    public var discountValue: String?
    public var discountType: Int?
    public var orders: [DiscountedOrder]?

    public init() {}

    public static let name = "AvailableDiscount"
    public static let doc = "A discount that a payment may use."

    public static let fields: [Field<AvailableDiscount>] = [
        Field("discount_id", \.discountID, doc: "ID of the discount, as a payment names it"),
        Field("discount_value", \.discountValue, doc: "Rate, or what it takes off; absent for a fixed price"),
        Field(
            "discount_type", \.discountType,
            doc: "0 promotion; 1 contract; 2 business discount; 3 granted by a partner; 609 adjusted price"),
        Field("orders", \.orders, doc: "What it takes off each order"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `OrderV3`.
public struct DiscountedOrder: Model {
    public var orderID: String?
    public var orderLineItems: [DiscountedItem]?

    public init() {}

    public static let name = "DiscountedOrder"
    public static let doc = "An order that a discount is good for."

    public static let fields: [Field<DiscountedOrder>] = [
        Field("order_id", \.orderID, doc: "ID of the order"),
        Field("order_line_items", \.orderLineItems, doc: "Its items, those alike put together"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `OrderLineItemV3`.
public struct DiscountedItem: Model {
    public var orderLineItemIDs: [String]?
    public var discountMode: Int?
    public var discountAmount: Decimal?
    public var discountRatio: Decimal?

    public init() {}

    public static let name = "DiscountedItem"
    public static let doc = "What a discount takes off items of an order."

    public static let fields: [Field<DiscountedItem>] = [
        Field("order_line_item_ids", \.orderLineItemIDs, doc: "IDs of the items"),
        Field("discount_mode", \.discountMode, doc: "0 a rate; 1 a fixed price; 2 an amount"),
        Field("discount_amount", \.discountAmount, doc: "What it takes off, in units of currency"),
        Field("discount_ratio", \.discountRatio, doc: "The rate"),
    ]
}
