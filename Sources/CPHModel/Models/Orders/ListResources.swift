public import Schema

public enum MainResourceFilter: Int, Choice {
    case all = 0
    case mainOnly = 1

    public var meaning: String { self == .all ? "with attached resources" : "main resources only" }
}

public enum ResourceStatus: Int, Choice {
    case inUse = 2
    case closed = 3
    case frozen = 4
    case expired = 5

    public var meaning: String {
        switch self {
        case .inUse: "in use"
        case .closed: "closed"
        case .frozen: "frozen"
        case .expired: "expired"
        }
    }
}

/// Source: Huawei's SDK for BSS 3.1.219, `QueryResourcesReq`.
public struct ListResources: Model {
    public var resourceIDs: [String]?
    public var orderID: String?
    public var onlyMainResource: MainResourceFilter?
    public var statusList: [ResourceStatus]?
    public var offset: Int?
    public var limit: Int?
    public var expireTimeBegin: String?
    public var expireTimeEnd: String?
    public var serviceTypeCode: String?
    public var customerID: String?

    public init() {}

    public static let name = "ListResources"
    public static let doc = "Which prepaid resources to list."

    public static let fields: [Field<ListResources>] = [
        Field("resource_ids", \.resourceIDs, .items(1...50), doc: "IDs of the resources"),
        Field("order_id", \.orderID, .bytes(1...64), doc: "Order that bought the resources"),
        Field(
            "only_main_resource", \.onlyMainResource, default: "0",
            doc: "Whether disks and addresses of a server are left out"),
        Field("status_list", \.statusList, doc: "Status of the resources"),
        Field("offset", \.offset, .atLeast(0), default: "0", doc: "Number of resources to skip"),
        Field(
            "limit", \.limit, .range(1...500).inferred, default: "10",
            doc: "Largest number of resources in one answer"),
        Field("expire_time_begin", \.expireTimeBegin, .utcTime, doc: "Ends at or after this time"),
        Field("expire_time_end", \.expireTimeEnd, .utcTime, doc: "Ends at or before this time"),
        Field("service_type_code", \.serviceTypeCode, doc: "Code of the cloud service"),
        Field("customer_id", \.customerID, .bytes(0...64), doc: "ID of the customer, for partners"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `ListPayPerUseCustomerResourcesResponse`.
public struct ResourceList: Model {
    public var data: [Resource]?
    public var totalCount: Int?

    public init() {}

    public static let name = "ResourceList"
    public static let doc = "A page of prepaid resources."

    public static let fields: [Field<ResourceList>] = [
        Field("data", \.data, doc: "Resources of this page"),
        Field("total_count", \.totalCount, doc: "Number of resources in all pages"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `OrderInstanceV2`.
public struct Resource: Model {
    public var id: String?
    public var resourceID: String?
    public var resourceName: String?
    public var regionCode: String?
    public var serviceTypeCode: String?
    public var resourceTypeCode: String?
    public var resourceTypeName: String?
    public var serviceTypeName: String?
    public var resourceSpecCode: String?
    public var projectID: String?
    public var productID: String?
    public var parentResourceID: String?
    public var isMainResource: Int?
    public var status: Int?
    public var effectiveTime: String?
    public var expireTime: String?
    public var expirePolicy: Int?
    public var productSpecDesc: String?
    public var specSize: Double?
    public var specSizeMeasureID: Int?
    public var updateTime: String?
    public var enterpriseProject: EnterpriseProjectReference?

    public init() {}

    public static let name = "Resource"
    public static let doc = "A prepaid resource, such as a server."

    public static let fields: [Field<Resource>] = [
        Field("id", \.id, doc: "ID that the billing service uses"),
        Field("resource_id", \.resourceID, doc: "ID of the resource: server_id for a server"),
        Field("resource_name", \.resourceName, doc: "Name of the resource"),
        Field("region_code", \.regionCode, doc: "Region, such as cn-east-3"),
        Field("service_type_code", \.serviceTypeCode, doc: "Code of the cloud service"),
        Field("resource_type_code", \.resourceTypeCode, doc: "Code of the resource's type"),
        Field("resource_type_name", \.resourceTypeName, doc: "Name of the resource's type, in the service's language"),
        Field("service_type_name", \.serviceTypeName, doc: "Name of the cloud service, in the service's language"),
        Field("resource_spec_code", \.resourceSpecCode, doc: "Specification, such as the server model"),
        Field("project_id", \.projectID, doc: "Project of the resource"),
        Field("product_id", \.productID, doc: "ID of the product"),
        Field("parent_resource_id", \.parentResourceID, doc: "Resource that this one is attached to"),
        Field("is_main_resource", \.isMainResource, doc: "1 for a main resource, 0 for an attached one"),
        Field("status", \.status, doc: "2 in use; 3 closed; 4 frozen; 5 expired"),
        Field("effective_time", \.effectiveTime, doc: "From when it is paid for, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("expire_time", \.expireTime, doc: "Until when it is paid for, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field(
            "expire_policy", \.expirePolicy,
            doc: "Then: 0 grace period; 1 to pay-per-use; 2 deleted; 3 renewed; 4 frozen; 5 deleted later"),
        Field("product_spec_desc", \.productSpecDesc, doc: "The product in words"),
        Field("spec_size", \.specSize, doc: "Size, for what is sold by size"),
        Field("spec_size_measure_id", \.specSizeMeasureID, doc: "Unit of spec_size: 15 Mbit/s, 17 GB"),
        Field("update_time", \.updateTime, doc: "When it was last changed, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("enterprise_project", \.enterpriseProject, doc: "Enterprise project of the resource"),
    ]
}
