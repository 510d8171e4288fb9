public import CPHModel
public import Schema

/// A discount that a payment may use, for every order.
public struct CatalogueDiscount: Model {
    /// The discount's id, which no other may have.
    public var discountID = ""
    /// Which kind it is, as payments name it.
    public var discountType = DiscountType.promotion
    /// What it takes off, in percent of what is to pay, from 0 to 100; 0 where it takes an amount off.
    public var percentOff: Int?
    /// What it takes off in CNY, at most what is to pay.
    public var amountOff: Decimal?

    /// Makes a blank form for reading.
    public init() {}

    /// Names the model in messages about the file.
    public static let name = "CatalogueDiscount"
    /// Describes an entry in documentation.
    public static let doc = "A discount that a payment may use."

    /// The members of an entry, in wire order.
    public static let fields: [Field<CatalogueDiscount>] = [
        Field("discount_id", \.discountID, .notEmpty, doc: "ID of the discount"),
        Field("discount_type", \.discountType, doc: "Kind of the discount"),
        Field("percent_off", \.percentOff, .range(0...100), default: "0", doc: "Percent of what is to pay"),
        Field("amount_off", \.amountOff, default: "0", doc: "Amount in CNY, after the percentage"),
    ]

    /// What it takes off an amount that is to be paid.
    func off(_ amount: Decimal) -> Decimal {
        min(amount, amount.times(percentOff ?? 0, over: 100) + (amountOff ?? 0))
    }
}
