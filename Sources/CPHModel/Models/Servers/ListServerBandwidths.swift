public import Schema

/// Source: Huawei's SDK 3.1.219, `ShowBandwidthDetailRequest`.
public struct ListServerBandwidths: Model {
    public var offset: Int?
    public var limit: Int?

    public init() {}

    public static let name = "ListServerBandwidths"
    public static let doc = "Which bandwidths to list."

    public static let fields: [Field<ListServerBandwidths>] = [
        Field("offset", \.offset, .atLeast(0), default: "0", doc: "Number of bandwidths to skip"),
        Field("limit", \.limit, .range(1...100), default: "100", doc: "Largest number of bandwidths in one answer"),
    ]
}

/// Source: Huawei's SDK 3.1.219, `ShowBandwidthDetailResponse`.
public struct ServerBandwidthList: Model {
    public var requestID: String?
    public var bandWidths: [ServerBandwidth]?

    public init() {}

    public static let name = "ServerBandwidthList"
    public static let doc = "A page of bandwidths; the service does not say how many there are."

    public static let fields: [Field<ServerBandwidthList>] = [
        Field("request_id", \.requestID, doc: "ID of the request"),
        Field("band_widths", \.bandWidths, doc: "Bandwidths of this page"),
    ]
}
