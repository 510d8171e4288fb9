public import CPHModel
import Text

// Finding a plan by what a person types of its hash.
extension [PlanStanding] {
    /// How much of a hash has to be typed at least.
    public static var fewestDigits: Int { 8 }

    /// The plan whose hash begins with `digits`.
    ///
    /// - Throws: `CPHError` of kind `argument` where none does, or several do.
    public func plan(_ digits: String) throws(CPHError) -> PlanStanding {
        let digits = digits.lowercased()
        guard (Self.fewestDigits...64).contains(digits.utf8.count), digits.utf8.allSatisfy({ hexValue($0) != nil })
        else {
            throw CPHError(
                .argument, code: "no_hash",
                "\(quoted(digits)) is no hash of a plan: \(Self.fewestDigits) to 64 hexadecimal digits are",
                hint: "cph ledger waiting shows what waits")
        }
        let found = filter { $0.hash.hasPrefix(digits) }
        if let plan = found.first, found.count == 1 { return plan }
        guard !found.isEmpty else {
            throw CPHError(
                .argument, code: "not_waiting", "no plan whose hash begins with \(digits) waits in this ledger",
                hint: "cph ledger waiting shows what waits; a plan that was changed has another hash")
        }
        let names = found.map { "\($0.hash.prefix(16)) \(quoted($0.name)) in project \($0.scope)" }
        throw CPHError(
            .argument, code: "several_plans",
            "\(digits) is the beginning of several hashes: \(names.joined(separator: ", "))", hint: "give more digits")
    }
}
