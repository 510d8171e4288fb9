public import Schema

/// Source: Huawei's SDK for BSS 3.1.219, `ListOrderCouponsByOrderIdRequest`.
public struct ListOrderCoupons: Model {
    public var orderID = ""

    public init() {}

    public static let name = "ListOrderCoupons"
    public static let doc = "Which order coupons are wanted for."

    public static let fields: [Field<ListOrderCoupons>] = [
        Field("order_id", \.orderID, .bytes(1...64), doc: "ID of an order that waits for payment")
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `ListOrderCouponsByOrderIdResponse`.
public struct OrderCouponList: Model {
    public var count: Int?
    public var userCoupons: [AvailableCoupon]?
    public var couponMaxUseQuantity: [CouponQuantity]?

    public init() {}

    public static let name = "OrderCouponList"
    public static let doc = "The coupons that an order can be paid with."

    public static let fields: [Field<OrderCouponList>] = [
        Field("count", \.count, doc: "Number of coupons"),
        Field("user_coupons", \.userCoupons, doc: "Coupons"),
        Field("coupon_max_use_quantity", \.couponMaxUseQuantity, doc: "How many of each kind one payment takes"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `CouponInfoV2`.
public struct AvailableCoupon: Model {
    public var couponID: String?
    public var couponCode: String?
    public var status: Int?
    public var couponType: Int?
    public var measureID: Int?
    public var faceValue: Decimal?
    public var effectiveTime: String?
    public var expireTime: String?
    public var planName: String?
    public var planDesc: String?
    public var useLimits: [CouponLimit]?
    public var activeTime: String?
    public var lastUsedTime: String?
    public var createTime: String?
    public var couponVersion: Int?
    public var balance: Decimal?
    public var usedByOrderID: String?
    public var couponUsage: String?
    public var couponGroup: Int?

    public init() {}

    public static let name = "AvailableCoupon"
    public static let doc = "A coupon of the account."

    public static let fields: [Field<AvailableCoupon>] = [
        Field("coupon_id", \.couponID, doc: "ID of the coupon, as a payment names it"),
        Field("coupon_code", \.couponCode, doc: "Code of the coupon"),
        Field("status", \.status, doc: "1 not activated; 2 to be used"),
        Field("coupon_type", \.couponType, doc: "1 voucher; 2 discount coupon; 3 product coupon; 4 cash coupon"),
        Field("measure_id", \.measureID, doc: "Unit of the amounts: 1 is one unit of currency"),
        Field("face_value", \.faceValue, doc: "What it was worth at first"),
        Field("effective_time", \.effectiveTime, doc: "From when it can be used, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("expire_time", \.expireTime, doc: "Until when it can be used, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("plan_name", \.planName, doc: "Name of the promotion"),
        Field("plan_desc", \.planDesc, doc: "The promotion in words"),
        Field("use_limits", \.useLimits, doc: "What it can be used for"),
        Field("active_time", \.activeTime, doc: "When it was activated, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("last_used_time", \.lastUsedTime, doc: "When it was last used, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("create_time", \.createTime, doc: "When it was made, UTC, YYYY-MM-DDTHH:MM:SSZ"),
        Field("coupon_version", \.couponVersion, doc: "1 old; 2 new"),
        Field("balance", \.balance, doc: "What is left of it, in units of currency"),
        Field("used_by_order_id", \.usedByOrderID, doc: "The only order that may use it; absent where any may"),
        Field("coupon_usage", \.couponUsage, doc: "What it is for, in words"),
        Field("coupon_group", \.couponGroup, doc: "0 cloud services; 1 cloud store; 2 and 3 special ones"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `LimitInfoV2`.
public struct CouponLimit: Model {
    public var useLimitiInfoID: String?
    public var limitKey: String?
    public var value1: String?
    public var value2: String?
    public var valueUnit: String?
    public var limitType: String?
    public var promotionPlanID: String?

    public init() {}

    public static let name = "CouponLimit"
    public static let doc = "What a coupon can be used for."

    public static let fields: [Field<CouponLimit>] = [
        Field("use_limiti_info_id", \.useLimitiInfoID, doc: "ID of the limit; the service spells the name so"),
        Field("limit_key", \.limitKey, doc: "What is limited"),
        Field("value1", \.value1, doc: "First value of the limit"),
        Field("value2", \.value2, doc: "Second value of the limit"),
        Field("value_unit", \.valueUnit, doc: "Unit of the values"),
        Field("limit_type", \.limitType, doc: "Kind of the limit"),
        Field("promotion_plan_id", \.promotionPlanID, doc: "ID of the promotion"),
    ]
}

/// Source: Huawei's SDK for BSS 3.1.219, `CouponMaxUseQuantity`.
public struct CouponQuantity: Model {
    public var couponType: Int?
    public var couponGroup: Int?
    public var useQuantityValue: Int?

    public init() {}

    public static let name = "CouponQuantity"
    public static let doc = "How many coupons of a kind one payment takes."

    public static let fields: [Field<CouponQuantity>] = [
        Field("coupon_type", \.couponType, doc: "1 voucher; 2 discount coupon; 3 product coupon; 4 cash coupon"),
        Field("coupon_group", \.couponGroup, doc: "0 cloud services; 1 cloud store; 2 and 3 special ones"),
        Field("use_quantity_value", \.useQuantityValue, doc: "The most that one payment takes"),
    ]
}
