public import Schema

/// Source: Huawei's SDK 3.1.219, `UpdateServerNameResponse` and `UpdateBandwidthResponse`.
public struct ChangeResult: Model {
    public var requestID: String?
    public var errorMsg: String?
    public var errorCode: String?

    public init() {}

    public static let name = "ChangeResult"
    public static let doc = "The answer to a change of one thing."

    public static let fields: [Field<ChangeResult>] = [
        Field("request_id", \.requestID, doc: "ID of the request"),
        Field("error_msg", \.errorMsg, doc: "What went wrong, in the service's words"),
        Field("error_code", \.errorCode, doc: "Code of what went wrong"),
    ]
}
