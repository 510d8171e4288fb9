public import Schema

/// Source: the API page "Creating a Cloud Phone BMS", table "NicForSingleServer".
public struct NicForSingleServer: Model {
    public var subnetID = ""
    public var vpcID: String?
    public var ipv6Enable: Bool?
    public var ipv6BandWidthID: String?

    public init() {}

    public static let name = "NicForSingleServer"
    public static let doc = "A network interface of a server."

    public static let fields: [Field<NicForSingleServer>] = [
        Field("subnet_id", \.subnetID, .uuid, doc: "Network ID of the VPC subnet that the server is connected to"),
        Field(
            "vpc_id", \.vpcID, .uuid.inferred, default: "the subnet's VPC",
            doc: "VPC of the subnet; only the page's example has it, and it is sent only when given"),
        Field("ipv6_enable", \.ipv6Enable, default: "false", doc: "Whether the interface gets an IPv6 address"),
        Field(
            "ipv6_band_width_id", \.ipv6BandWidthID, .notEmpty.implied, .uuid.inferred,
            doc: "Shared bandwidth bound to the IPv6 address"),
    ]

    public static let checks: [Check<NicForSingleServer>] = [
        Check(
            at: "ipv6_band_width_id", needs: ["ipv6_enable", "ipv6_band_width_id"], .noEffect,
            "takes effect only with ipv6_enable = true", severity: .warning, basis: .inferred
        ) { $0.ipv6BandWidthID != nil && $0.ipv6Enable != true ? "has no effect without IPv6" : nil }
    ]
}
