public import Schema

/// Source: Huawei's SDK 3.1.219, `…PageInfo` of the lists with a marker.
public struct PageInfo: Model {
    public var nextMarker: String?
    public var previousMarker: String?
    public var currentCount: Int?

    public init() {}

    public static let name = "PageInfo"
    public static let doc = "Where the next page begins."

    public static let fields: [Field<PageInfo>] = [
        Field("next_marker", \.nextMarker, doc: "Marker of the next page; absent, empty or unchanged at the end"),
        Field("previous_marker", \.previousMarker, doc: "Marker of the page before; only for key pairs"),
        Field("current_count", \.currentCount, doc: "Number of entries of this page; only for key pairs"),
    ]
}
