public import Schema

/// Source: Huawei's SDK 3.1.219, `Nic`.
public struct Nic: Model {
    public var subnetID = ""
    public var ipv6Enable: Bool?
    public var ipv6Bandwidth: NicIPv6Bandwidth?

    public init() {}

    public static let name = "Nic"
    public static let doc = "A network interface of a server with phones."

    public static let fields: [Field<Nic>] = [
        Field("subnet_id", \.subnetID, .uuid, doc: "Network ID of the subnet of tenant_vpc_id to connect to"),
        Field("ipv6_enable", \.ipv6Enable, default: "false", doc: "Whether the interface gets an IPv6 address"),
        Field("ipv6_bandwidth", \.ipv6Bandwidth, default: "none", doc: "Shared bandwidth bound to the IPv6 address"),
    ]

    public static let checks: [Check<Nic>] = [
        Check(
            at: "ipv6_bandwidth", needs: ["ipv6_enable", "ipv6_bandwidth"], .noEffect,
            "takes effect only with ipv6_enable = true", severity: .warning, basis: .inferred
        ) { $0.ipv6Bandwidth != nil && $0.ipv6Enable != true ? "has no effect without IPv6" : nil }
    ]
}

/// Source: Huawei's SDK 3.1.219, `NicIpv6Bandwidth`.
public struct NicIPv6Bandwidth: Model {
    public var bandWidthID: String?

    public init() {}

    public static let name = "NicIpv6Bandwidth"
    public static let doc = "The shared bandwidth of an IPv6 address."

    public static let fields: [Field<NicIPv6Bandwidth>] = [
        Field("band_width_id", \.bandWidthID, .notEmpty.implied, .uuid.inferred, doc: "ID of the shared bandwidth")
    ]
}
