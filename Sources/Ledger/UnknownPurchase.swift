public import CPHModel
import Text

extension CPHError {
    /// The code of the error for a name that the ledger does not have: a slip of the pen, and no failure of the ledger.
    public static let unknownPurchase = "unknown_purchase"

    /// The error for a purchase that the ledger does not have.
    ///
    /// - Parameter known: The names and orders that it has.
    public static func unknownPurchase(_ name: String, among known: [String], _ place: String = "") -> CPHError {
        let near = suggestion(for: name, among: known).map { "did you mean \($0)? " } ?? ""
        return CPHError(
            .ledger, code: unknownPurchase, "the ledger has no purchase \(quoted(name))\(place)",
            hint: "\(near)cph ledger list shows all names and orders")
    }
}
