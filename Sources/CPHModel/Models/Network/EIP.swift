public import Schema

/// Source: Huawei's SDK for EIP 3.1.219, `ShowPublicipRequest`.
public struct ShowEIP: Model {
    public var publicipID = ""

    public init() {}

    public static let name = "ShowEIP"
    public static let doc = "Which elastic IP to show."

    public static let fields: [Field<ShowEIP>] = [
        Field("publicip_id", \.publicipID, .uuid, doc: "ID of the elastic IP")
    ]
}

/// Source: Huawei's SDK for EIP 3.1.219, `ShowPublicipResponse`.
public struct EIPAnswer: Model {
    public var publicip: EIP?

    public init() {}

    public static let name = "EIPAnswer"
    public static let doc = "An elastic IP, as the service wraps it."

    public static let fields: [Field<EIPAnswer>] = [
        Field("publicip", \.publicip, doc: "The elastic IP")
    ]
}

/// Source: Huawei's SDK for EIP 3.1.219, `ListPublicipsRequest`.
public struct ListEIPs: Model {
    public var marker: String?
    public var limit: Int?
    public var ipVersion: Int?
    public var enterpriseProjectID: String?
    public var portID: String?
    public var publicIPAddress: String?
    public var privateIPAddress: String?
    public var id: String?

    public init() {}

    public static let name = "ListEIPs"
    public static let doc = "Which elastic IPs to list."

    public static let fields: [Field<ListEIPs>] = [
        Field("marker", \.marker, doc: "Where the page begins: id of the last one before it"),
        Field(
            "limit", \.limit, .range(0...2000).inferred, default: "2000",
            doc: "Largest number of elastic IPs in one answer"),
        Field("ip_version", \.ipVersion, doc: "4 or 6"),
        Field("enterprise_project_id", \.enterpriseProjectID, doc: "Enterprise project of the elastic IPs"),
        Field("port_id", \.portID, doc: "Port that it is bound to"),
        Field("public_ip_address", \.publicIPAddress, doc: "The address"),
        Field("private_ip_address", \.privateIPAddress, doc: "Address that it is bound to"),
        Field("id", \.id, doc: "ID of the elastic IP"),
    ]
}

/// Source: Huawei's SDK for EIP 3.1.219, `ListPublicipsResponse`.
public struct EIPList: Model {
    public var publicips: [EIP]?

    public init() {}

    public static let name = "EIPList"
    public static let doc = "A page of elastic IPs."

    public static let fields: [Field<EIPList>] = [
        Field("publicips", \.publicips, doc: "Elastic IPs of this page")
    ]
}

/// Source: Huawei's SDK for EIP 3.1.219, `PublicipShowResp`.
public struct EIP: Model {
    public var bandwidthID: String?
    public var bandwidthName: String?
    public var bandwidthShareType: String?
    public var bandwidthSize: Int?
    public var createTime: String?
    public var enterpriseProjectID: String?
    public var id: String?
    public var portID: String?
    public var privateIPAddress: String?
    public var profile: EIPProfile?
    public var publicIPAddress: String?
    public var tags: [String]?
    public var status: String?
    public var tenantID: String?
    public var type: String?
    public var publicIpv6Address: String?
    public var ipVersion: Int?
    public var publicBorderGroup: String?
    public var allowShareBandwidthTypes: [String]?
    public var alias: String?

    public init() {}

    public static let name = "EIP"
    public static let doc = "An elastic IP: an address of the Internet."

    public static let fields: [Field<EIP>] = [
        Field("bandwidth_id", \.bandwidthID, doc: "ID of its bandwidth"),
        Field("bandwidth_name", \.bandwidthName, doc: "Name of its bandwidth"),
        Field("bandwidth_share_type", \.bandwidthShareType, doc: "PER: a bandwidth of its own; WHOLE: a shared one"),
        Field("bandwidth_size", \.bandwidthSize, doc: "Size of its bandwidth in Mbit/s"),
        Field("create_time", \.createTime, doc: "When it was created, UTC"),
        Field("enterprise_project_id", \.enterpriseProjectID, doc: "Enterprise project; 0 is the default one"),
        Field("id", \.id, doc: "ID of the elastic IP"),
        Field("port_id", \.portID, doc: "Port that it is bound to"),
        Field("private_ip_address", \.privateIPAddress, doc: "Address that it is bound to"),
        Field("profile", \.profile, doc: "Its order"),
        Field("public_ip_address", \.publicIPAddress, doc: "The address"),
        Field("tags", \.tags, doc: "Tags"),
        Field(
            "status", \.status,
            doc: "DOWN: not bound; ACTIVE, ELB, VPN: bound; FREEZED: frozen; others: changing or failed"),
        Field("tenant_id", \.tenantID, doc: "Project of the elastic IP"),
        Field("type", \.type, doc: "Type, such as 5_bgp"),
        Field("public_ipv6_address", \.publicIpv6Address, doc: "The IPv6 address"),
        Field("ip_version", \.ipVersion, doc: "4 or 6"),
        Field("public_border_group", \.publicBorderGroup, doc: "center, or the name of an edge site"),
        Field(
            "allow_share_bandwidth_types", \.allowShareBandwidthTypes,
            doc: "Types of shared bandwidth that it may join"),
        Field("alias", \.alias, doc: "Name of the elastic IP"),
    ]
}

/// Source: Huawei's SDK for EIP 3.1.219, `ProfileResp`.
public struct EIPProfile: Model {
    public var orderID: String?
    public var productID: String?
    public var regionID: String?
    public var userID: String?

    public init() {}

    public static let name = "EIPProfile"
    public static let doc = "The order of an elastic IP."

    public static let fields: [Field<EIPProfile>] = [
        Field("order_id", \.orderID, doc: "ID of the order"),
        Field("product_id", \.productID, doc: "ID of the product"),
        Field("region_id", \.regionID, doc: "Region of the product"),
        Field("user_id", \.userID, doc: "User who ordered"),
    ]
}
