public import Schema

/// Source: the API page "Creating a Cloud Phone BMS", table "band_width"; the values that
/// the English page lost are those of Huawei's SDK 3.1.219.
public struct BandWidth: Model {
    public var id: String?
    public var size: Int?
    public var chargeMode = BandWidthChargeMode.byBandwidth
    public var shareType = BandWidthShareType.dedicated

    public init() {}

    public static let name = "BandWidth"
    public static let doc = "The bandwidth of an EIP: its own, or one shared with others."

    public static let fields: [Field<BandWidth>] = [
        Field(
            "band_width_id", \.id, .notEmpty.implied, .uuid.inferred,
            doc: "ID of the shared bandwidth; mandatory when it is shared"),
        Field(
            "band_width_size", \.size, .atLeast(1).implied, .atMost(2000).inferred,
            doc: "Size in Mbit/s; mandatory when it is dedicated"),
        Field("band_width_charge_mode", \.chargeMode, doc: "What is charged for"),
        Field("band_width_share_type", \.shareType, doc: "Whether the bandwidth is dedicated or shared"),
    ]

    public static let checks: [Check<BandWidth>] = [
        Check(
            at: "band_width_id", needs: ["band_width_id", "band_width_share_type"], .missing,
            "is needed when band_width_share_type is 1 (shared)"
        ) { $0.shareType == .shared && $0.id == nil ? "is missing" : nil },
        Check(
            at: "band_width_id", needs: ["band_width_id", "band_width_share_type"], .noEffect,
            "takes effect only when band_width_share_type is 1 (shared)", severity: .warning, basis: .inferred
        ) { $0.shareType == .dedicated && $0.id != nil ? "has no effect on a dedicated bandwidth" : nil },
        Check(
            at: "band_width_size", needs: ["band_width_size", "band_width_share_type"], .missing,
            "is needed when band_width_share_type is 0 (dedicated)"
        ) { $0.shareType == .dedicated && $0.size == nil ? "is missing" : nil },
        Check(
            at: "band_width_size", needs: ["band_width_size", "band_width_share_type"], .noEffect,
            "takes effect only when band_width_share_type is 0 (dedicated)", severity: .warning, basis: .inferred
        ) { $0.shareType == .shared && $0.size != nil ? "has no effect on a shared bandwidth" : nil },
    ]
}

public enum BandWidthChargeMode: Int, Choice {
    case byBandwidth = 0
    case byTraffic = 1

    public var meaning: String { self == .byBandwidth ? "by bandwidth" : "by traffic" }
}

public enum BandWidthShareType: Int, Choice {
    case dedicated = 0
    case shared = 1

    public var meaning: String { self == .dedicated ? "dedicated" : "shared" }
}
