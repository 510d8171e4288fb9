public import Schema

/// Source: Huawei's SDK for BSS 3.1.219, `ListServiceTypesRequest`.
public struct ListServiceTypes: Model {
    public var serviceTypeName: String?
    public var limit: Int?
    public var offset: Int?

    public init() {}

    public static let name = "ListServiceTypes"
    public static let doc = "Which kinds of cloud services to list."

    public static let fields: [Field<ListServiceTypes>] = [
        Field("service_type_name", \.serviceTypeName, .bytes(1...128), doc: "Part of the service's name"),
        Field("limit", \.limit, .range(1...100).inferred, default: "10", doc: "Largest number in one answer"),
        Field("offset", \.offset, .atLeast(0), default: "0", doc: "Number of service types to skip"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `ListServiceTypesResponse`.
public struct ServiceTypeList: Model {
    public var serviceTypes: [ServiceType]?
    public var totalCount: Int?

    public init() {}

    public static let name = "ServiceTypeList"
    public static let doc = "Kinds of cloud services."

    public static let fields: [Field<ServiceTypeList>] = [
        Field("service_types", \.serviceTypes, doc: "One page of them"),
        Field("total_count", \.totalCount, doc: "How many there are in all"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `ServiceTypes`.
public struct ServiceType: Model {
    public var serviceTypeName: String?
    public var serviceTypeCode: String?
    public var abbreviation: String?

    public init() {}

    public static let name = "ServiceType"
    public static let doc = "A kind of cloud service."

    public static let fields: [Field<ServiceType>] = [
        Field("service_type_name", \.serviceTypeName, doc: "Name of the service"),
        Field("service_type_code", \.serviceTypeCode, doc: "Its code, such as hws.service.type.obs"),
        Field("abbreviation", \.abbreviation, doc: "Its short name, such as OBS"),
    ]
}
