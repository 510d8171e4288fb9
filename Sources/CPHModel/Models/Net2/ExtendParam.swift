public import Schema

/// Source: Huawei's SDK 3.1.219, `CreateNet2CloudPhoneServerRequestBodyExtendParam`.
public struct ExtendParam: Model {
    public var chargingMode = ChargingMode.prepaid
    public var periodType = PeriodType.month
    public var periodNum = 0
    public var isAutoPay: AutoPay?
    public var isAutoRenew: AutoRenew?
    public var enterpriseProjectID: String?

    public init() {}

    public static let name = "ExtendParam"
    public static let doc = "How an order of servers with phones is billed, and for which enterprise project."

    public static let fields: [Field<ExtendParam>] = [
        Field("charging_mode", \.chargingMode, doc: "Billing mode"),
        Field("period_type", \.periodType, doc: "Unit of the subscription period"),
        Field("period_num", \.periodNum, .atLeast(1), doc: "Number of periods: 1 to 9 months or 1 to 10 years"),
        Field("is_auto_pay", \.isAutoPay, default: "0", doc: "Whether the order is paid at once"),
        Field("is_auto_renew", \.isAutoRenew, default: "0", doc: "Whether the subscription renews itself"),
        Field(
            "enterprise_project_id", \.enterpriseProjectID, .either("0", .uuid), default: "0, the default project",
            doc: "Enterprise project that the servers belong to"),
    ]

    public static let checks: [Check<ExtendParam>] = periodChecks { ($0.periodType, $0.periodNum) }

    public var terms: PurchaseTerms { PurchaseTerms(periodType, periodNum, isAutoPay, isAutoRenew) }
}
