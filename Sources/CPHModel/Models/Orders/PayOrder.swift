public import Schema

public enum YesNo: String, Choice {
    case yes = "YES"
    case no = "NO"

    public var meaning: String { self == .yes ? "yes" : "no" }
}

/// Source: Huawei's SDK for BSS 3.1.219, `PayCustomerOrderV3Req`.
public struct PayOrder: Model {
    public var orderID = ""
    public var useCoupon = YesNo.yes
    public var useDiscount = YesNo.yes
    public var couponInfos: [OrderCoupon]?
    public var discountInfos: [DiscountChoice]?

    public init() {}

    public static let name = "PayOrder"
    public static let doc = "Which order to pay, and with what."

    public static let fields: [Field<PayOrder>] = [
        Field("order_id", \.orderID, .bytes(1...64), doc: "ID of the order"),
        Field("use_coupon", \.useCoupon, doc: "Whether coupons are used; YES needs coupon_infos"),
        Field("use_discount", \.useDiscount, doc: "Whether a discount is used; YES needs discount_infos"),
        Field("coupon_infos", \.couponInfos, .items(1...3), default: "no coupons", doc: "Coupons to pay with"),
        Field("discount_infos", \.discountInfos, .items(1...1), default: "no discount", doc: "The discount to use"),
    ]

    public static let checks: [Check<PayOrder>] = [
        Check(
            at: "coupon_infos", needs: ["use_coupon", "coupon_infos"], .missing, "is needed when use_coupon is YES"
        ) { $0.useCoupon == .yes && $0.couponInfos == nil ? "is missing" : nil },
        Check(
            at: "coupon_infos", needs: ["use_coupon", "coupon_infos"], .noEffect,
            "takes effect only when use_coupon is YES", severity: .warning
        ) { $0.useCoupon == .no && $0.couponInfos != nil ? "has no effect" : nil },
        Check(
            at: "discount_infos", needs: ["use_discount", "discount_infos"], .missing,
            "is needed when use_discount is YES"
        ) { $0.useDiscount == .yes && $0.discountInfos == nil ? "is missing" : nil },
        Check(
            at: "discount_infos", needs: ["use_discount", "discount_infos"], .noEffect,
            "takes effect only when use_discount is YES", severity: .warning
        ) { $0.useDiscount == .no && $0.discountInfos != nil ? "has no effect" : nil },
    ]
}

public enum CouponType: Int, Choice {
    case discount = 300
    case voucher = 301
    case cash = 302
    case storedValue = 303

    public var meaning: String {
        switch self {
        case .discount: "discount coupon"
        case .voucher: "promotion voucher"
        case .cash: "cash coupon"
        case .storedValue: "stored-value card"
        }
    }
}

extension CouponType {
    /// The kind under which a payment names what a list of coupons calls `number`; nil for one that no payment takes.
    public init?(listed number: Int?) {
        switch number {
        case 1: self = .voucher
        case 2: self = .discount
        case 4: self = .cash
        default: return nil
        }
    }
}

/// Source: Huawei's SDK for BSS 3.1.219, `CouponSimpleInfoOrderPayV3`.
public struct OrderCoupon: Model {
    public var id = ""
    public var type = CouponType.discount

    public init() {}

    public static let name = "OrderCoupon"
    public static let doc = "A coupon to pay with."

    public static let fields: [Field<OrderCoupon>] = [
        Field("id", \.id, .notEmpty, doc: "ID of the coupon"),
        Field("type", \.type, doc: "Kind of the coupon"),
    ]
}

public enum DiscountType: Int, Choice {
    case promotion = 0
    case contract = 2
    case partner = 3

    public var meaning: String {
        switch self {
        case .promotion: "promotion"
        case .contract: "business discount"
        case .partner: "granted by a partner"
        }
    }
}

/// Source: Huawei's SDK for BSS 3.1.219, `DiscountSimpleInfoV3`.
public struct DiscountChoice: Model {
    public var id = ""
    public var type = DiscountType.promotion

    public init() {}

    public static let name = "DiscountChoice"
    public static let doc = "A discount to use."

    public static let fields: [Field<DiscountChoice>] = [
        Field("id", \.id, .notEmpty, doc: "ID of the discount"),
        Field("type", \.type, doc: "Kind of the discount"),
    ]
}
