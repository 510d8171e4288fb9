public import CPHModel
public import Schema
import Text

/// The coupons and discounts that an order can be paid with.
public struct OrderSavings: Hashable, Sendable {
    /// One of them.
    public struct Saving: Hashable, Sendable {
        /// The service's id.
        public let id: String
        /// What kind of thing it is, and how payments name that.
        public let kind: Kind
        /// A discount: what it takes off this order. A coupon: what is left of it. Nil where the service does not say.
        public let worth: Decimal?
        /// Until when it can be used, in UTC as the service writes it; nil where it does not say.
        public let until: String?

        /// Makes a saving.
        public init(_ id: String, _ kind: Kind, worth: Decimal?, until: String? = nil) {
            (self.id, self.kind, self.worth, self.until) = (id, kind, worth, until)
        }
    }

    /// What kind of thing a saving is.
    public enum Kind: Hashable, Sendable {
        case coupon(CouponType)
        case discount(DiscountType)
    }

    /// In the order of the service.
    public var all: [Saving]

    /// Makes a list of them.
    public init(_ all: [Saving] = []) { self.all = all }

    var coupons: [Saving] { all.filter { if case .coupon = $0.kind { true } else { false } } }
    var discounts: [Saving] { all.filter { if case .discount = $0.kind { true } else { false } } }

    init(_ coupons: OrderCouponList, _ discounts: OrderDiscountList, of orderID: String) {
        all = (discounts.discounts ?? []).compactMap { discount in
            guard let id = discount.discountID, let type = discount.discountType.flatMap(DiscountType.init) else {
                return nil
            }
            let mine = discount.orders?.filter { $0.orderID == orderID } ?? []
            let parts = mine.flatMap { $0.orderLineItems ?? [] }.map(\.discountAmount)
            let known = parts.compactMap(\.self)
            let worth = parts.isEmpty || known.count < parts.count ? nil : known.reduce(.zero, +)
            return Saving(id, .discount(type), worth: worth)
        }
        all += (coupons.userCoupons ?? []).compactMap { coupon in
            guard let id = coupon.couponID, let type = CouponType(listed: coupon.couponType),
                coupon.usedByOrderID.map({ $0.isEmpty || $0 == orderID }) ?? true
            else { return nil }
            return Saving(id, .coupon(type), worth: coupon.balance ?? coupon.faceValue, until: coupon.expireTime)
        }
    }
}
