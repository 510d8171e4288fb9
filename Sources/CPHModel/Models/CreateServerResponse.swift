public import Schema

/// Source: the API page "Creating a Cloud Phone BMS", "Response Parameters". Every field is
/// optional in Huawei's SDK, and `error_code` may stand in an answer with status 200.
public struct CreateServerResponse: Model {
    public var requestID: String?
    public var orderID: String?
    public var productID: String?
    public var serverIDs: [String]?
    public var errorMsg: String?
    public var errorCode: String?

    public init() {}

    public static let name = "CreateServerResponse"
    public static let doc = "What the service answers to a purchase."

    public static let fields: [Field<CreateServerResponse>] = [
        Field("request_id", \.requestID, doc: "ID of the request"),
        Field("order_id", \.orderID, .bytes(0...64), doc: "ID of the order"),
        Field("product_id", \.productID, .bytes(0...64), doc: "ID of the product"),
        Field("server_ids", \.serverIDs, doc: "IDs of the servers, each at most 32 bytes"),
        Field("error_msg", \.errorMsg, doc: "What went wrong, in the service's words"),
        Field("error_code", \.errorCode, doc: "Code of what went wrong"),
    ]
}
