public import Schema

/// Source: Huawei's SDK 3.1.219, `Server` and `ShowCloudPhoneServerDetailResponse`.
public struct Server: Model {
    public var requestID: String?
    public var serverName: String?
    public var availabilityZone: String?
    public var serverID: String?
    public var serverModelName: String?
    public var phoneModelName: String?
    public var keypairName: String?
    public var status: Int?
    public var vpcID: String?
    public var cidr: String?
    public var vpcCIDR: String?
    public var subnetID: String?
    public var subnetCIDR: String?
    public var addresses: [ServerAddress]?
    public var resourceProjectID: String?
    public var metadata: ServerMetadata?
    public var bandWidths: [ServerBandwidth]?
    public var volumes: [ServerVolume]?
    public var shareVolumeInfo: ShareVolume?
    public var networkVersion: String?
    public var enterpriseProjectID: String?
    public var securityGroups: [String]?
    public var createTime: String?
    public var updateTime: String?

    public init() {}

    public static let name = "Server"
    public static let doc = "A cloud phone server as the service lists it."

    /// What the codes of `status` mean.
    public static let states: [(codes: [Int], words: String)] = [
        ([0, 1, 3, 4], "creating"), ([2], "abnormal"), ([5], "normal"), ([8], "frozen"), ([10], "stopped"),
        ([11], "stopping"), ([12], "stop failed"), ([13], "starting"),
    ]

    public static let fields: [Field<Server>] = [
        Field("request_id", \.requestID, doc: "ID of the request; only in the answer for one server"),
        Field("server_name", \.serverName, doc: "Name, at most 65 characters: up to 60 given and a suffix"),
        Field("availability_zone", \.availabilityZone, doc: "Zone of the server"),
        Field("server_id", \.serverID, doc: "ID of the server"),
        Field("server_model_name", \.serverModelName, doc: "Flavor of the server"),
        Field("phone_model_name", \.phoneModelName, doc: "Flavor of its phones; absent for a server without phones"),
        Field("keypair_name", \.keypairName, doc: "Key pair for logging in"),
        Field(
            "status", \.status,
            doc: states.map { state in "\(state.codes.map { "\($0)" }.joined(separator: ", ")) \(state.words)" }.joined(
                separator: "; ")),
        Field("vpc_id", \.vpcID, doc: "VPC of the server"),
        Field("cidr", \.cidr, doc: "Address range of the VPC"),
        Field("vpc_cidr", \.vpcCIDR, doc: "Address range of the VPC"),
        Field("subnet_id", \.subnetID, doc: "Subnet of the server"),
        Field("subnet_cidr", \.subnetCIDR, doc: "Address range of the subnet"),
        Field("addresses", \.addresses, doc: "Addresses of the server"),
        Field("resource_project_id", \.resourceProjectID, doc: "Project that holds the server on the service's side"),
        Field("metadata", \.metadata, doc: "Order and product of the server"),
        Field("band_widths", \.bandWidths, doc: "Bandwidths; only in the answer for one server"),
        Field("volumes", \.volumes, doc: "Disks; only in the answer for one server"),
        Field("share_volume_info", \.shareVolumeInfo, doc: "Shared storage; only in the answer for one server"),
        Field("network_version", \.networkVersion, doc: "v1: network made by the system; v2: the customer's own"),
        Field("enterprise_project_id", \.enterpriseProjectID, doc: "Enterprise project of the server"),
        Field(
            "security_groups", \.securityGroups,
            doc: "Security groups of the interfaces; only in the answer for one server"),
        Field("create_time", \.createTime, doc: "When it was created, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("update_time", \.updateTime, doc: "When it was last changed, UTC, YYYY-MM-DDTHH:MM:SSZ"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ServerMetadata`.
public struct ServerMetadata: Model {
    public var orderID: String?
    public var productID: String?
    public var chargingMode: Int?

    public init() {}

    public static let name = "ServerMetadata"
    public static let doc = "Links a server to its order."

    public static let fields: [Field<ServerMetadata>] = [
        Field("order_id", \.orderID, doc: "Order that bought the server"),
        Field("product_id", \.productID, doc: "Product of the order"),
        Field("charging_mode", \.chargingMode, doc: "0 yearly/monthly, 1 pay-per-use"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `Address`; its other two fields, `intranet_ip` and `access_ip`, have expired.
public struct ServerAddress: Model {
    public var serverIP: String?
    public var publicIP: String?

    public init() {}

    public static let name = "ServerAddress"
    public static let doc = "Addresses of a server."

    public static let fields: [Field<ServerAddress>] = [
        Field("server_ip", \.serverIP, doc: "Address in the subnet"),
        Field("public_ip", \.publicIP, doc: "Elastic IP"),
    ]
}
