import CPHModel

/// Counts what this run has changed, paid and called without knowing what it does, whether somebody was asked or not.
struct ChangeCount {
    private var counts: [Effect: Int] = [:]

    /// How many there were of this kind.
    subscript(effect: Effect) -> Int { counts[effect, default: 0] }

    /// Payments are counted by orders, everything else by calls.
    static func weight(of summary: ChangeSummary) -> Int { summary.isPayment ? summary.count : 1 }

    /// Takes what the limits cover; false where they don't.
    ///
    /// - Parameter others: What plans have taken from the same limits.
    mutating func take(_ summary: ChangeSummary, _ limits: SpendLimits, beside others: Spending) -> Bool {
        let taken = summary.effect == .payment ? others.payments : summary.effect == .change ? others.changes : 0
        guard let limit = limits.allowance(for: summary.effect).limit,
            self[summary.effect].plus(taken) <= limit - Self.weight(of: summary)
        else { return false }
        count(summary)
        return true
    }

    mutating func count(_ summary: ChangeSummary) { counts[summary.effect, default: 0] += Self.weight(of: summary) }

    mutating func give(back summary: ChangeSummary) { counts[summary.effect, default: 0] -= Self.weight(of: summary) }
}
