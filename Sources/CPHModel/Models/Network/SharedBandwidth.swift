public import Schema

/// Source: Huawei's SDK for EIP 3.1.219, `ShowBandwidthRequest`.
public struct ShowBandwidth: Model {
    public var bandwidthID = ""

    public init() {}

    public static let name = "ShowBandwidth"
    public static let doc = "Which bandwidth to show."

    public static let fields: [Field<ShowBandwidth>] = [
        Field("bandwidth_id", \.bandwidthID, .uuid, doc: "ID of the bandwidth")
    ]
}

/// Source: Huawei's SDK for EIP 3.1.219, `ShowBandwidthResponse`.
public struct BandwidthAnswer: Model {
    public var bandwidth: SharedBandwidth?

    public init() {}

    public static let name = "BandwidthAnswer"
    public static let doc = "A bandwidth, as the service wraps it."

    public static let fields: [Field<BandwidthAnswer>] = [
        Field("bandwidth", \.bandwidth, doc: "The bandwidth")
    ]
}

public enum BandwidthShareFilter: String, Choice {
    case shared = "WHOLE"
    case dedicated = "PER"

    public var meaning: String { self == .shared ? "shared" : "dedicated" }
}

/// Source: Huawei's SDK for EIP 3.1.219, `ListBandwidthsRequest`.
public struct ListBandwidths: Model {
    public var marker: String?
    public var limit: Int?
    public var enterpriseProjectID: String?
    public var shareType: BandwidthShareFilter?

    public init() {}

    public static let name = "ListBandwidths"
    public static let doc = "Which bandwidths to list."

    public static let fields: [Field<ListBandwidths>] = [
        Field("marker", \.marker, doc: "Where the page begins: id of the last one before it"),
        Field(
            "limit", \.limit, .range(0...2000).inferred, default: "2000",
            doc: "Largest number of bandwidths in one answer"),
        Field("enterprise_project_id", \.enterpriseProjectID, doc: "Enterprise project of the bandwidths"),
        Field("share_type", \.shareType, doc: "Whether they are shared"),
    ]
}

/// Source: Huawei's SDK for EIP 3.1.219, `ListBandwidthsResponse`.
public struct BandwidthList: Model {
    public var bandwidths: [SharedBandwidth]?

    public init() {}

    public static let name = "BandwidthList"
    public static let doc = "A page of bandwidths."

    public static let fields: [Field<BandwidthList>] = [
        Field("bandwidths", \.bandwidths, doc: "Bandwidths of this page")
    ]
}

/// Source: Huawei's SDK for EIP 3.1.219, `BandwidthResp`.
public struct SharedBandwidth: Model {
    public var bandwidthType: String?
    public var billingInfo: String?
    public var chargeMode: String?
    public var id: String?
    public var name: String?
    public var publicipInfo: [BandwidthMember]?
    public var shareType: String?
    public var size: Int?
    public var tenantID: String?
    public var enterpriseProjectID: String?
    public var status: String?
    public var enableBandwidthRules: Bool?
    public var ruleQuota: Int?
    public var bandwidthRules: [BandwidthRule]?
    public var createdAt: String?
    public var updatedAt: String?
    public var publicBorderGroup: String?

    public init() {}

    public static let name = "SharedBandwidth"
    public static let doc = "A bandwidth of elastic IPs, shared or not."

    public static let fields: [Field<SharedBandwidth>] = [
        Field("bandwidth_type", \.bandwidthType, doc: "share, bgp, telcom, sbgp and others"),
        Field("billing_info", \.billingInfo, doc: "Its order, when it is prepaid"),
        Field("charge_mode", \.chargeMode, doc: "bandwidth, traffic or 95peak_plus; absent means bandwidth"),
        Field("id", \.id, doc: "ID of the bandwidth"),
        Field("name", \.name, doc: "Name of the bandwidth"),
        Field("publicip_info", \.publicipInfo, doc: "Elastic IPs that use it"),
        Field("share_type", \.shareType, doc: "WHOLE: shared; PER: dedicated"),
        Field("size", \.size, doc: "Size in Mbit/s"),
        Field("tenant_id", \.tenantID, doc: "Project of the bandwidth"),
        Field("enterprise_project_id", \.enterpriseProjectID, doc: "Enterprise project; 0 is the default one"),
        Field("status", \.status, doc: "NORMAL, or FREEZED for frozen"),
        Field("enable_bandwidth_rules", \.enableBandwidthRules, doc: "Whether it has rules"),
        Field("rule_quota", \.ruleQuota, doc: "Largest number of rules"),
        Field("bandwidth_rules", \.bandwidthRules, doc: "Rules"),
        Field("created_at", \.createdAt, doc: "When it was created, UTC"),
        Field("updated_at", \.updatedAt, doc: "When it was last changed, UTC"),
        Field("public_border_group", \.publicBorderGroup, doc: "center, or the name of an edge site"),
    ]
}

/// Source: Huawei's SDK for EIP 3.1.219, `PublicipInfoResp`.
public struct BandwidthMember: Model {
    public var publicipAddress: String?
    public var publicipID: String?
    public var publicipType: String?
    public var publicipv6Address: String?
    public var ipVersion: Int?

    public init() {}

    public static let name = "BandwidthMember"
    public static let doc = "An elastic IP that uses a bandwidth."

    public static let fields: [Field<BandwidthMember>] = [
        Field("publicip_address", \.publicipAddress, doc: "The address"),
        Field("publicip_id", \.publicipID, doc: "ID of the elastic IP"),
        Field("publicip_type", \.publicipType, doc: "Type, such as 5_bgp"),
        Field("publicipv6_address", \.publicipv6Address, doc: "The IPv6 address"),
        Field("ip_version", \.ipVersion, doc: "4 or 6"),
    ]
}

/// Source: Huawei's SDK for EIP 3.1.219, `BandWidthRules`.
public struct BandwidthRule: Model {
    public var id: String?
    public var name: String?
    public var adminStateUp: Bool?
    public var egressSize: Int?
    public var egressGuarentedSize: Int?
    public var publicipInfo: [BandwidthMember]?

    public init() {}

    public static let name = "BandwidthRule"
    public static let doc = "A rule that divides a bandwidth."

    public static let fields: [Field<BandwidthRule>] = [
        Field("id", \.id, doc: "ID of the rule"),
        Field("name", \.name, doc: "Name of the rule"),
        Field("admin_state_up", \.adminStateUp, doc: "Whether it is in force"),
        Field("egress_size", \.egressSize, doc: "Largest outgoing bandwidth in Mbit/s; 0 is all of it"),
        Field("egress_guarented_size", \.egressGuarentedSize, doc: "Guaranteed outgoing bandwidth in Mbit/s"),
        Field("publicip_info", \.publicipInfo, doc: "Elastic IPs that it is for"),
    ]
}
