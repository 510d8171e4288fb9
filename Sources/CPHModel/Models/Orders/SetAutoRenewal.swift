public import Schema

public enum RenewalUnit: String, Choice {
    case month = "MONTH"
    case year = "YEAR"

    public var meaning: String { self == .month ? "by month" : "by year" }
}

/// Source: Huawei's SDK for BSS 3.1.219, `AutoRenewalResourcesReq`.
public struct SetAutoRenewal: Model {
    public var resourceID = ""
    public var autoRenewTimes: Int?
    public var periodType: RenewalUnit?

    public init() {}

    public static let name = "SetAutoRenewal"
    public static let doc = "Which resource renews itself."

    public static let fields: [Field<SetAutoRenewal>] = [
        Field(
            "resource_id", \.resourceID, .notEmpty, .pathSegment,
            doc: "ID of the main resource: server_id for a server"),
        Field(
            "auto_renew_times", \.autoRenewTimes, .range(0...99), default: "0, without end",
            doc: "How often it renews itself"),
        Field("period_type", \.periodType, default: "the period that was bought", doc: "For how long each time"),
    ]
}
