public import Schema

/// Source: Huawei's SDK for BSS 3.1.219, `ListServiceResourcesRequest`.
public struct ListServiceResources: Model {
    public var serviceTypeCode = ""
    public var limit: Int?
    public var offset: Int?

    public init() {}

    public static let name = "ListServiceResources"
    public static let doc = "Which service's resource types to list."

    public static let fields: [Field<ListServiceResources>] = [
        Field("service_type_code", \.serviceTypeCode, .notEmpty, doc: "Code of the service"),
        Field("limit", \.limit, .range(1...100).inferred, default: "10", doc: "Largest number in one answer"),
        Field("offset", \.offset, .atLeast(0), default: "0", doc: "Number of resource types to skip"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `ListServiceResourcesResponse`.
public struct ServiceResourceList: Model {
    public var infos: [ServiceResource]?
    public var totalCount: Int?

    public init() {}

    public static let name = "ServiceResourceList"
    public static let doc = "Resource types of a service."

    public static let fields: [Field<ServiceResourceList>] = [
        Field("infos", \.infos, doc: "One page of them"),
        Field("total_count", \.totalCount, doc: "How many there are in all"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `ServiceResourceInfo`.
public struct ServiceResource: Model {
    public var basicInfo: ResourceType?

    public init() {}

    public static let name = "ServiceResource"
    public static let doc = "A resource type in a service's list."

    public static let fields: [Field<ServiceResource>] = [
        Field("basic_info", \.basicInfo, doc: "What it is")
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `ResourceBasicInfo`.
public struct ResourceType: Model {
    public var resourceTypeCode: String?
    public var productOwnerService: String?
    public var name: String?
    public var summary: String?

    public init() {}

    public static let name = "ResourceType"
    public static let doc = "A type of resources that a service sells."

    public static let fields: [Field<ResourceType>] = [
        Field("resource_type_code", \.resourceTypeCode, doc: "Its code, such as hws.resource.type.vm"),
        Field("product_owner_service", \.productOwnerService, doc: "Code of the service that it belongs to"),
        Field("name", \.name, doc: "Its name"),
        Field("description", \.summary, doc: "What it is"),
    ]
}
