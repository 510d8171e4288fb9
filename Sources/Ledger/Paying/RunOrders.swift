/// The orders of a run, as the record has them at its end.
public struct RunOrders: Sendable {
    /// Those that wait for payment; nil where none does.
    public private(set) var unpaid: UnpaidOrders?
    /// What the run itself bought comes to, a sum for each currency.
    public private(set) var amounts: [Amount] = []
    /// Whether the amounts of all that it bought are known.
    public private(set) var knowsAllAmounts = true
    /// The plans of its purchases, each once, in the order of the purchases' names.
    public private(set) var plans: [String] = []

    /// Makes the orders of a run that has none.
    public init() {}

    /// - Parameter run: The run's id, which tells its own purchases from those that it was only told of.
    init(_ records: [PurchaseRecord], run: String?) {
        unpaid = UnpaidOrders(records)
        // What gives something back comes to less than nothing, and was not bought.
        let bought = records.filter { record in
            record.run == run && !record.state.maySend && !record.isUnsure
                && record.amount.map { $0.number >= .zero } ?? true
        }
        let known = bought.compactMap(\.amount)
        knowsAllAmounts = known.count == bought.count
        amounts = Amount.sums(known)
        for plan in records.compactMap(\.plan?.name) where !plans.contains(plan) { plans.append(plan) }
    }
}
