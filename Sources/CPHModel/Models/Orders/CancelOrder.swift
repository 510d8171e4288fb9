public import Schema

/// Source: Huawei's SDK for BSS 3.1.219, `CancelCustomerOrderReq`.
public struct CancelOrder: Model {
    public var orderID = ""

    public init() {}

    public static let name = "CancelOrder"
    public static let doc = "Which unpaid order to cancel."

    public static let fields: [Field<CancelOrder>] = [
        Field("order_id", \.orderID, .bytes(1...64), doc: "ID of the order")
    ]
}
