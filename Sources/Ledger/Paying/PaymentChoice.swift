public import CPHModel
import Schema
import Text

/// What an order is paid with beside money: coupons, and at most one discount. None unless a person chose them.
public struct PaymentChoice: Hashable, Sendable {
    /// A coupon or a discount that was chosen, and how much less is to be paid with it.
    public struct Part: Hashable, Sendable {
        /// The service's id.
        public let id: String
        /// What it spares.
        public let spares: Amount
    }

    /// The coupons, each with its kind.
    public internal(set) var coupons: [(part: Part, type: CouponType)] = []
    /// The discount, with its kind.
    public internal(set) var discount: (part: Part, type: DiscountType)?

    /// Makes a choice of nothing.
    public init() {}

    public static func == (one: PaymentChoice, other: PaymentChoice) -> Bool { one.parts == other.parts }

    public func hash(into hasher: inout Hasher) { hasher.combine(parts) }

    /// All of it, the discount first.
    var parts: [Part] { (discount.map { [$0.part] } ?? []) + coupons.map(\.part) }

    /// The same for the record: `discount D1`, `coupon C1`.
    var words: [String] {
        (discount.map { ["discount \($0.part.id)"] } ?? []) + coupons.map { "coupon \($0.part.id)" }
    }

    /// What is left of an amount to be paid in money; nil where currencies differ.
    func money(of amount: Amount) -> Amount? {
        guard parts.allSatisfy({ $0.spares.currency == amount.currency }) else { return nil }
        return Amount(parts.reduce(amount.number) { $0 - $1.spares.number }, amount.currency)
    }

    /// The request that pays an order with it.
    func request(for orderID: String) -> PayOrder {
        var request = PayOrder()
        request.orderID = orderID
        request.useCoupon = coupons.isEmpty ? .no : .yes
        request.useDiscount = discount == nil ? .no : .yes
        if !coupons.isEmpty {
            request.couponInfos = coupons.map { coupon in
                var info = OrderCoupon()
                (info.id, info.type) = (coupon.part.id, coupon.type)
                return info
            }
        }
        if let discount {
            var info = DiscountChoice()
            (info.id, info.type) = (discount.part.id, discount.type)
            request.discountInfos = [info]
        }
        return request
    }
}
