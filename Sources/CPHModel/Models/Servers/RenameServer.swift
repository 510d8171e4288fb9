public import Schema

/// Source: Huawei's SDK 3.1.219, `UpdateServerNameRequestBody`.
public struct RenameServer: Model {
    public var serverID = ""
    public var serverName = ""

    public init() {}

    public static let name = "RenameServer"
    public static let doc = "A server and its new name."

    public static let fields: [Field<RenameServer>] = [
        Field("server_id", \.serverID, .bytes(1...32), .pathSegment, doc: "ID of the server"),
        Field("server_name", \.serverName, .characters(1...60), .serverName, doc: "New name"),
    ]
}
