import CPHModel
import Text

/// A period as a policy writes it: `1 month`, `2 years`.
struct PolicyPeriod: Hashable {
    let type: PeriodType
    let number: Int

    init(_ terms: PurchaseTerms) { (type, number) = (terms.period, terms.number) }

    /// Reads it; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), number > 0, "\(number)" == parts[0] else { return nil }
        switch parts[1] {
        case "month", "months": type = .month
        case "year", "years": type = .year
        default: return nil
        }
        self.number = number
    }

    var months: Int { type == .year ? number.multipliedReportingOverflow(by: 12).partialValue : number }

    var words: String { counted(number, type == .year ? "year" : "month") }
}
