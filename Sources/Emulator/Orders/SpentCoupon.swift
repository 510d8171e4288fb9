public import CPHModel
public import Schema

/// A coupon that an order of the emulated cloud was paid with.
public struct SpentCoupon: Model {
    /// The coupon's id.
    public var id = ""
    /// Which kind it is, as payments name it.
    public var type = CouponType.voucher
    /// How much of it was used, in CNY.
    public var amount = Decimal.zero

    /// Makes a blank form for reading the state file.
    public init() {}

    /// Names the model in messages about the state file.
    public static let name = "SpentCoupon"
    /// Describes the model in messages; scripts do not see it.
    public static let doc = "A coupon that an order was paid with."

    /// The rows of the state file.
    public static let fields: [Field<SpentCoupon>] = [
        Field("id", \.id, .notEmpty, doc: "ID of the coupon"), Field("type", \.type, doc: "Kind of the coupon"),
        Field("amount", \.amount, doc: "How much of it was used"),
    ]
}
