public import Schema

/// Source: Huawei's SDK 3.1.219, `ListCloudPhoneServerModelOfferingsRequest`.
public struct ListOfferings: Model {
    public var marker: String?
    public var limit: Int?

    public init() {}

    public static let name = "ListOfferings"
    public static let doc = "Which part of the offer to list."

    public static let fields: [Field<ListOfferings>] = [
        Field("marker", \.marker, doc: "Where the page begins: next_marker of the page before"),
        Field("limit", \.limit, .range(1...1000), default: "100", doc: "Largest number of entries in one answer"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ListCloudPhoneServerModelOfferingsResponse`.
public struct OfferingList: Model {
    public var requestID: String?
    public var count: Int?
    public var models: [Offering]?
    public var pageInfo: PageInfo?

    public init() {}

    public static let name = "OfferingList"
    public static let doc = "A page of what is on sale, by zone and server model."

    public static let fields: [Field<OfferingList>] = [
        Field("request_id", \.requestID, doc: "ID of the request"),
        Field("count", \.count, doc: "Number of entries"),
        Field("models", \.models, doc: "Entries of this page"),
        Field("page_info", \.pageInfo, doc: "Where the next page begins"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ListCloudPhoneServersModelOfferingsResponseBodyModels`.
public struct Offering: Model {
    public var availableZone: String?
    public var modelName: String?
    public var sellStatus: String?

    public init() {}

    public static let name = "Offering"
    public static let doc = "Whether a zone sells a server model; only zones that the customer may use are listed."

    public static let fields: [Field<Offering>] = [
        Field("available_zone", \.availableZone, doc: "Zone, such as cn-east-3a"),
        Field("model_name", \.modelName, doc: "Name of the server model"),
        Field("sell_status", \.sellStatus, doc: "available or sellout; how many are left is not said"),
    ]
}
