/// The coupons and the discount that a person wants orders to be paid with, by their ids.
public struct PaymentWish: Hashable, Sendable {
    /// Ids of coupons, which are used up in this order.
    public var coupons: [String] = []
    /// The id of a discount, which every order must be able to take.
    public var discount: String?

    /// How many coupons a payment takes.
    public static let mostCoupons = 3

    /// Makes a wish for nothing.
    public init() {}

    /// Whether nothing is wanted.
    public var isEmpty: Bool { coupons.isEmpty && discount == nil }
}
