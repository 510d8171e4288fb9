public import Schema

/// Source: the API page "Creating a Cloud Phone BMS", table "order_param"; the values that
/// the English page lost are those of Huawei's SDK 3.1.219.
public struct OrderParam: Model {
    public var chargingMode = ChargingMode.prepaid
    public var periodType = PeriodType.month
    public var periodNum = 0
    public var isAutoPay: AutoPay?
    public var isAutoRenew: AutoRenew?

    public init() {}

    public static let name = "OrderParam"
    public static let doc = "How the order is billed."

    public static let fields: [Field<OrderParam>] = [
        Field("charging_mode", \.chargingMode, doc: "Billing mode"),
        Field("period_type", \.periodType, doc: "Unit of the subscription period"),
        Field("period_num", \.periodNum, .atLeast(1), doc: "Number of periods: 1 to 9 months or 1 to 10 years"),
        Field("is_auto_pay", \.isAutoPay, default: "0", doc: "Whether the order is paid at once"),
        Field("is_auto_renew", \.isAutoRenew, default: "0", doc: "Whether the subscription renews itself"),
    ]

    public static let checks: [Check<OrderParam>] =
        periodChecks { ($0.periodType, $0.periodNum) } + [
            Check(
                at: "period_num", needs: ["period_type", "period_num"], .range,
                "should be 1 to 3 when period_type is 3 (year): the sibling call and the console go no further",
                severity: .warning, basis: .inferred
            ) { $0.periodType == .year && (4...10).contains($0.periodNum) ? "is \($0.periodNum) years" : nil }
        ]

    /// Absent means that the order waits for payment, and that it ends with its period.
    public var terms: PurchaseTerms { PurchaseTerms(periodType, periodNum, isAutoPay, isAutoRenew) }

    public var months: Int { terms.months }

    public var paysAtOnce: Bool { terms.paysAtOnce }
}

/// The limits on a period, which every call that buys has.
func periodChecks<M: Model>(_ period: @escaping @Sendable (M) -> (type: PeriodType, number: Int)) -> [Check<M>] {
    [
        Check(
            at: "period_num", needs: ["period_type", "period_num"], .range,
            "must be 1 to 9 when period_type is 2 (month)"
        ) { period($0).type == .month && period($0).number > 9 ? "is \(period($0).number) months" : nil },
        Check(
            at: "period_num", needs: ["period_type", "period_num"], .range,
            "must be 1 to 10 when period_type is 3 (year)"
        ) { period($0).type == .year && period($0).number > 10 ? "is \(period($0).number) years" : nil },
    ]
}

public enum ChargingMode: Int, Choice {
    case prepaid = 0

    public var meaning: String { "yearly/monthly" }
}

public enum PeriodType: Int, Choice {
    case month = 2
    case year = 3

    public var meaning: String { self == .month ? "month" : "year" }
}

public enum AutoPay: Int, Choice {
    case no = 0
    case yes = 1

    public var meaning: String { self == .no ? "the order waits for payment" : "pay at once" }
}

public enum AutoRenew: Int, Choice {
    case no = 0
    case yes = 1

    public var meaning: String { self == .no ? "ends with the period" : "renews itself" }
}
