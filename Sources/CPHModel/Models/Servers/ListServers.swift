public import Schema

/// Source: Huawei's SDK 3.1.219, `ListCloudPhoneServersRequest`.
public struct ListServers: Model {
    public var offset: Int?
    public var limit: Int?
    public var serverName: String?
    public var serverID: String?
    public var networkVersion: String?
    public var phoneModelName: String?
    public var createSince: Int?
    public var createUntil: Int?
    public var status: Int?

    public init() {}

    public static let name = "ListServers"
    public static let doc = "Which servers to list."

    public static let fields: [Field<ListServers>] = [
        Field("offset", \.offset, .atLeast(0), default: "0", doc: "Number of servers to skip"),
        Field("limit", \.limit, .range(1...100), default: "100", doc: "Largest number of servers in one answer"),
        Field("server_name", \.serverName, doc: "Part of the name: the service's search is fuzzy"),
        Field("server_id", \.serverID, doc: "ID of the server"),
        Field("network_version", \.networkVersion, doc: "v1: network made by the system; v2: the customer's own"),
        Field("phone_model_name", \.phoneModelName, doc: "Flavor of the phones"),
        Field("create_since", \.createSince, doc: "Created at or after this time, in Unix seconds"),
        Field("create_until", \.createUntil, doc: "Created at or before this time, in Unix seconds"),
        Field("status", \.status, doc: "Status of the server"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ListCloudPhoneServersResponse`.
public struct ServerList: Model {
    public var requestID: String?
    public var count: Int?
    public var servers: [Server]?

    public init() {}

    public static let name = "ServerList"
    public static let doc = "A page of servers, the newest first."

    public static let fields: [Field<ServerList>] = [
        Field("request_id", \.requestID, doc: "ID of the request"),
        Field("count", \.count, doc: "Number of servers in all pages"),
        Field("servers", \.servers, doc: "Servers of this page"),
    ]
}
