public import Schema

/// Source: Huawei's SDK for VPC 3.1.219, `ShowVpcRequest`.
public struct ShowVPC: Model {
    public var vpcID = ""

    public init() {}

    public static let name = "ShowVPC"
    public static let doc = "Which VPC to show."

    public static let fields: [Field<ShowVPC>] = [
        Field("vpc_id", \.vpcID, .uuid, doc: "ID of the VPC")
    ]
}

/// Source: Huawei's SDK for VPC 3.1.219, `ShowVpcResponse`.
public struct VPCAnswer: Model {
    public var vpc: VPC?

    public init() {}

    public static let name = "VPCAnswer"
    public static let doc = "A VPC, as the service wraps it."

    public static let fields: [Field<VPCAnswer>] = [
        Field("vpc", \.vpc, doc: "The VPC")
    ]
}

/// Source: Huawei's SDK for VPC 3.1.219, `ListVpcsRequest`.
public struct ListVPCs: Model {
    public var limit: Int?
    public var marker: String?
    public var id: String?
    public var enterpriseProjectID: String?

    public init() {}

    public static let name = "ListVPCs"
    public static let doc = "Which VPCs to list."

    public static let fields: [Field<ListVPCs>] = [
        Field(
            "limit", \.limit, .range(0...2000).inferred, default: "2000", doc: "Largest number of VPCs in one answer"),
        Field("marker", \.marker, doc: "Where the page begins: id of the last VPC before it"),
        Field("id", \.id, .uuid, doc: "ID of the VPC"),
        Field("enterprise_project_id", \.enterpriseProjectID, doc: "Enterprise project of the VPCs"),
    ]
}

/// Source: Huawei's SDK for VPC 3.1.219, `ListVpcsResponse`.
public struct VPCList: Model {
    public var vpcs: [VPC]?

    public init() {}

    public static let name = "VPCList"
    public static let doc = "A page of VPCs."

    public static let fields: [Field<VPCList>] = [
        Field("vpcs", \.vpcs, doc: "VPCs of this page")
    ]
}

/// Source: Huawei's SDK for VPC 3.1.219, `Vpc`.
public struct VPC: Model {
    public var id: String?
    public var name: String?
    public var cidr: String?
    public var summary: String?
    public var routes: [VPCRoute]?
    public var status: String?
    public var enterpriseProjectID: String?
    public var tenantID: String?
    public var createdAt: String?
    public var updatedAt: String?
    public var blockServiceEndpointStates: String?
    public var enableNetworkAddressUsageMetrics: Bool?

    public init() {}

    public static let name = "VPC"
    public static let doc = "A virtual private cloud."

    public static let fields: [Field<VPC>] = [
        Field("id", \.id, doc: "ID of the VPC"),
        Field("name", \.name, doc: "Name of the VPC"),
        Field("cidr", \.cidr, doc: "Address range"),
        Field("description", \.summary, doc: "Description of the VPC"),
        Field("routes", \.routes, doc: "Routes"),
        Field("status", \.status, doc: "CREATING or OK"),
        Field(
            "enterprise_project_id", \.enterpriseProjectID, doc: "Enterprise project of the VPC; 0 is the default one"),
        Field("tenant_id", \.tenantID, doc: "Project of the VPC"),
        Field("created_at", \.createdAt, doc: "When it was created, UTC"),
        Field("updated_at", \.updatedAt, doc: "When it was last changed, UTC"),
        Field(
            "block_service_endpoint_states", \.blockServiceEndpointStates,
            doc: "Whether the services of the cloud are out of reach: on or off"),
        Field(
            "enable_network_address_usage_metrics", \.enableNetworkAddressUsageMetrics,
            doc: "Whether the use of its addresses is measured"),
    ]
}

/// Source: Huawei's SDK for VPC 3.1.219, `Route`.
public struct VPCRoute: Model {
    public var destination: String?
    public var nexthop: String?

    public init() {}

    public static let name = "VPCRoute"
    public static let doc = "A route of a VPC."

    public static let fields: [Field<VPCRoute>] = [
        Field("destination", \.destination, doc: "Address range"),
        Field("nexthop", \.nexthop, doc: "Address of the next router"),
    ]
}
