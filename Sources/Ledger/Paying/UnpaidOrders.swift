import Schema
import Text

/// Orders that a run leaves to be paid.
public struct UnpaidOrders: Hashable, Sendable {
    /// The names of their purchases.
    public let names: [String]
    /// What they come to, a sum for each currency; the purchases whose amount nobody knows are none of them.
    public let amounts: [Amount]
    /// Whether the amounts of all are known.
    public let isComplete: Bool
    /// Until when the first must be paid, in UTC as the service writes it; nil where it does not say.
    public let firstEnd: String?

    /// Nil where none of the purchases waits for payment.
    init?(_ records: [PurchaseRecord]) {
        let waiting = records.filter { $0.isPayable && $0.bill.status != .paid }
        guard !waiting.isEmpty else { return nil }
        names = waiting.map(\.key)
        let known = waiting.compactMap(\.amount)
        isComplete = known.count == waiting.count
        amounts = Amount.sums(known)
        firstEnd = waiting.compactMap(\.bill.payableUntil).min()
    }

    /// Says it in a line: `3 orders wait for payment, 36000.00 CNY, the first until 2026-12-07T20:00:00Z`.
    public var words: String {
        let sums = amounts.map(\.description) + (isComplete ? [] : ["an amount that is not known"])
        let until = firstEnd.map { ", \(names.count == 1 ? "" : "the first ")until \($0)" } ?? ""
        let verb = names.count == 1 ? "waits" : "wait"
        return "\(counted(names.count, "order")) \(verb) for payment, \(sums.joined(separator: " and "))\(until)"
    }

    /// The command that pays them.
    public var command: String { "cph ledger pay \(names.count == 1 ? shellWord(names[0]) : "--all")" }
}
