public import Schema

/// Source: Huawei's SDK 3.1.219, `RestartCloudPhoneServerRequestBody`.
public struct RestartServers: Model {
    public var serverIDs: [String] = []

    public init() {}

    public static let name = "RestartServers"
    public static let doc = "Which servers to restart."

    public static let fields: [Field<RestartServers>] = [
        Field("server_ids", \.serverIDs, .items(1...100), .each(.notEmpty), doc: "IDs of the servers")
    ]
}
