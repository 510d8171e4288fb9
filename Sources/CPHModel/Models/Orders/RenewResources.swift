public import Schema

/// Source: Huawei's SDK for BSS 3.1.219, `RenewalResourcesReq`.
public struct RenewResources: Model {
    public var resourceIDs: [String] = []
    public var periodType = PeriodType.month
    public var periodNum = 0
    public var isAutoPay: AutoPay?

    public init() {}

    public static let name = "RenewResources"
    public static let doc = "Which prepaid resources to renew, and for how long."

    public static let fields: [Field<RenewResources>] = [
        Field(
            "resource_ids", \.resourceIDs, .items(1...10), .each(.notEmpty),
            doc: "IDs of main resources: server_id for a server"),
        Field("period_type", \.periodType, doc: "Unit of the period"),
        Field("period_num", \.periodNum, .atLeast(1), doc: "Number of periods: 1 to 11 months or 1 to 3 years"),
        Field("is_auto_pay", \.isAutoPay, default: "0", doc: "Whether the order is paid at once"),
    ]

    public static let checks: [Check<RenewResources>] = [
        Check(
            at: "period_num", needs: ["period_type", "period_num"], .range,
            "must be 1 to 11 when period_type is 2 (month)"
        ) { $0.periodType == .month && $0.periodNum > 11 ? "is \($0.periodNum) months" : nil },
        Check(
            at: "period_num", needs: ["period_type", "period_num"], .range,
            "must be 1 to 3 when period_type is 3 (year)"
        ) { $0.periodType == .year && $0.periodNum > 3 ? "is \($0.periodNum) years" : nil },
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `RenewalResourcesResponse`.
public struct RenewalResult: Model {
    public var orderIDs: [String]?
    public var failResourceInfos: [FailedResource]?

    public init() {}

    public static let name = "RenewalResult"
    public static let doc = "The orders of a renewal."

    public static let fields: [Field<RenewalResult>] = [
        Field("order_ids", \.orderIDs, doc: "IDs of the orders"),
        Field("fail_resource_infos", \.failResourceInfos, doc: "Resources that could not be renewed"),
    ]
}
