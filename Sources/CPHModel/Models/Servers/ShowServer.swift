public import Schema

/// Source: Huawei's SDK 3.1.219, `ShowCloudPhoneServerDetailRequest`.
public struct ShowServer: Model {
    public var serverID = ""

    public init() {}

    public static let name = "ShowServer"
    public static let doc = "Which server to show."

    public static let fields: [Field<ShowServer>] = [
        Field("server_id", \.serverID, .bytes(1...32), .pathSegment, doc: "ID of the server")
    ]
}
