public import Schema

/// Source: Huawei's SDK 3.1.219, `ChangeCloudPhoneServerModelRequestBody`.
public struct ChangeServerModel: Model {
    public var serverID = ""
    public var serverModelName = ""
    public var phoneModelName = ""
    public var extendParam: ModelChangePayment?

    public init() {}

    public static let name = "ChangeServerModel"
    public static let doc = "A server and its new models."

    public static let fields: [Field<ChangeServerModel>] = [
        Field("server_id", \.serverID, .bytes(1...32), doc: "ID of the server; only some servers can be changed"),
        Field(
            "server_model_name", \.serverModelName, .notEmpty, .bytes(0...64),
            doc: "New server model, of the same generation"),
        Field(
            "phone_model_name", \.phoneModelName, .notEmpty, .bytes(0...64),
            doc: "New phone model, with as many phones as before"),
        Field("extend_param", \.extendParam, default: "not paid at once", doc: "Payment"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ChangeCloudPhoneServerModelRequestBodyExtendParam`.
public struct ModelChangePayment: Model {
    public var isAutoPay: AutoPay?

    public init() {}

    public static let name = "ModelChangePayment"
    public static let doc = "How a change of the server model is paid."

    public static let fields: [Field<ModelChangePayment>] = [
        Field(
            "is_auto_pay", \.isAutoPay, default: "0",
            doc: "Whether a higher price is paid at once; a lower one is refunded by itself")
    ]
}

/// Source: Huawei's SDK 3.1.219, `ChangeCloudPhoneServerModelResponse`.
public struct ModelChangeOrder: Model {
    public var requestID: String?
    public var orderID: String?
    public var productID: String?
    public var errorMsg: String?
    public var errorCode: String?

    public init() {}

    public static let name = "ModelChangeOrder"
    public static let doc = "The order of a change."

    public static let fields: [Field<ModelChangeOrder>] = [
        Field("request_id", \.requestID, doc: "ID of the request"),
        Field("order_id", \.orderID, .bytes(0...64), doc: "ID of the order"),
        Field("product_id", \.productID, .bytes(0...64), doc: "ID of the product"),
        Field("error_msg", \.errorMsg, doc: "What went wrong, in the service's words"),
        Field("error_code", \.errorCode, doc: "Code of what went wrong"),
    ]
}
