public import Schema

/// Source: Huawei's SDK for VPC 3.1.219, `ShowSubnetRequest`.
public struct ShowSubnet: Model {
    public var subnetID = ""

    public init() {}

    public static let name = "ShowSubnet"
    public static let doc = "Which subnet to show."

    public static let fields: [Field<ShowSubnet>] = [
        Field("subnet_id", \.subnetID, .uuid, doc: "Network ID of the subnet")
    ]
}

/// Source: Huawei's SDK for VPC 3.1.219, `ShowSubnetResponse`.
public struct SubnetAnswer: Model {
    public var subnet: Subnet?

    public init() {}

    public static let name = "SubnetAnswer"
    public static let doc = "A subnet, as the service wraps it."

    public static let fields: [Field<SubnetAnswer>] = [
        Field("subnet", \.subnet, doc: "The subnet")
    ]
}

/// Source: Huawei's SDK for VPC 3.1.219, `ListSubnetsRequest`.
public struct ListSubnets: Model {
    public var limit: Int?
    public var marker: String?
    public var vpcID: String?

    public init() {}

    public static let name = "ListSubnets"
    public static let doc = "Which subnets to list."

    public static let fields: [Field<ListSubnets>] = [
        Field(
            "limit", \.limit, .range(0...2000).inferred, default: "2000",
            doc: "Largest number of subnets in one answer"),
        Field("marker", \.marker, doc: "Where the page begins: id of the last subnet before it"),
        Field("vpc_id", \.vpcID, .uuid, doc: "VPC of the subnets"),
    ]
}

/// Source: Huawei's SDK for VPC 3.1.219, `ListSubnetsResponse`.
public struct SubnetList: Model {
    public var subnets: [Subnet]?

    public init() {}

    public static let name = "SubnetList"
    public static let doc = "A page of subnets."

    public static let fields: [Field<SubnetList>] = [
        Field("subnets", \.subnets, doc: "Subnets of this page")
    ]
}

/// Source: Huawei's SDK for VPC 3.1.219, `Subnet`.
public struct Subnet: Model {
    public var id: String?
    public var name: String?
    public var summary: String?
    public var cidr: String?
    public var gatewayIP: String?
    public var ipv6Enable: Bool?
    public var cidrV6: String?
    public var gatewayIPV6: String?
    public var dhcpEnable: Bool?
    public var primaryDNS: String?
    public var secondaryDNS: String?
    public var dnsList: [String]?
    public var availabilityZone: String?
    public var vpcID: String?
    public var status: String?
    public var neutronNetworkID: String?
    public var neutronSubnetID: String?
    public var neutronSubnetIDV6: String?
    public var extraDHCPOpts: [DHCPOption]?
    public var scope: String?
    public var tenantID: String?
    public var createdAt: String?
    public var updatedAt: String?
    public var enableNetworkAddressUsageMetrics: Bool?
    public var availableIPAddressCount: Int?

    public init() {}

    public static let name = "Subnet"
    public static let doc = "A subnet of a VPC."

    public static let fields: [Field<Subnet>] = [
        Field("id", \.id, doc: "Network ID: the subnet_id of a server's interface"),
        Field("name", \.name, doc: "Name of the subnet"),
        Field("description", \.summary, doc: "Description of the subnet"),
        Field("cidr", \.cidr, doc: "Address range"),
        Field("gateway_ip", \.gatewayIP, doc: "Address of the gateway"),
        Field("ipv6_enable", \.ipv6Enable, doc: "Whether it has IPv6 addresses"),
        Field("cidr_v6", \.cidrV6, doc: "Range of IPv6 addresses"),
        Field("gateway_ip_v6", \.gatewayIPV6, doc: "IPv6 address of the gateway"),
        Field("dhcp_enable", \.dhcpEnable, doc: "Whether DHCP is on"),
        Field("primary_dns", \.primaryDNS, doc: "First name server"),
        Field("secondary_dns", \.secondaryDNS, doc: "Second name server"),
        Field("dnsList", \.dnsList, doc: "All name servers"),
        Field("availability_zone", \.availabilityZone, doc: "Zone of the subnet, where it has one"),
        Field("vpc_id", \.vpcID, doc: "VPC of the subnet"),
        Field("status", \.status, doc: "ACTIVE: attached to the VPC; UNKNOWN: not attached; ERROR"),
        Field("neutron_network_id", \.neutronNetworkID, doc: "ID of the network in OpenStack"),
        Field("neutron_subnet_id", \.neutronSubnetID, doc: "ID of the subnet in OpenStack"),
        Field("neutron_subnet_id_v6", \.neutronSubnetIDV6, doc: "ID of the IPv6 subnet in OpenStack"),
        Field("extra_dhcp_opts", \.extraDHCPOpts, doc: "Further DHCP options"),
        Field("scope", \.scope, doc: "center for the whole region, or the zone that it is limited to"),
        Field("tenant_id", \.tenantID, doc: "Project of the subnet"),
        Field("created_at", \.createdAt, doc: "When it was created, UTC"),
        Field("updated_at", \.updatedAt, doc: "When it was last changed, UTC"),
        Field(
            "enable_network_address_usage_metrics", \.enableNetworkAddressUsageMetrics,
            doc: "Whether the use of its addresses is measured"),
        Field("available_ip_address_count", \.availableIPAddressCount, doc: "Number of free IPv4 addresses"),
    ]
}

/// Source: Huawei's SDK for VPC 3.1.219, `ExtraDhcpOption`.
public struct DHCPOption: Model {
    public var optName: String?
    public var optValue: String?

    public init() {}

    public static let name = "DHCPOption"
    public static let doc = "A DHCP option of a subnet."

    public static let fields: [Field<DHCPOption>] = [
        Field("opt_name", \.optName, doc: "ntp or addresstime"),
        Field("opt_value", \.optValue, doc: "Addresses of time servers, or the lease time"),
    ]
}
