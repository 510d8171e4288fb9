public import Schema

/// Source: Huawei's SDK 3.1.219, `UpdateBandwidthRequestBody`.
public struct ResizeBandwidth: Model {
    public var bandWidthID = ""
    public var bandWidthSize = 0

    public init() {}

    public static let name = "ResizeBandwidth"
    public static let doc = "A bandwidth and its new size; only of networks that the system made."

    public static let fields: [Field<ResizeBandwidth>] = [
        Field("band_width_id", \.bandWidthID, .notEmpty, .pathSegment, doc: "ID of the bandwidth"),
        Field(
            "band_width_size", \.bandWidthSize, .range(1...2000).inferred,
            doc: "Size in Mbit/s: whole ones up to 300, steps of 50 up to 1000, of 500 above"),
    ]

    public static let checks: [Check<ResizeBandwidth>] = [
        Check(
            at: "band_width_size", needs: ["band_width_size"], .range,
            "must be a multiple of 50 above 300, and of 500 above 1000"
        ) { $0.isBetweenSteps ? "is \($0.bandWidthSize)" : nil }
    ]

    private var isBetweenSteps: Bool {
        let step = bandWidthSize > 1000 ? 500 : bandWidthSize > 300 ? 50 : 1
        return bandWidthSize % step != 0
    }
}
