@testable import Ledger

extension TeamDatabase {
    /// Takes an answer that came outside the usual way: from a run whose claim is gone, or from a spool. It moves a purchase only
    /// to where the answer proves something, and never to a state from which it is sent again while anything may have been bought.
    ///
    /// - Parameter byNumber: A mistake: the attempt is known by its number alone.
    mutating func recordEvidence(_ answer: TeamAnswer, _ entry: SimulatedVerdicts.Entry, byNumber: Bool) -> Refusal? {
        var row = rows[answer.wish]
        // A send that this ledger never heard of, or whose intent got lost and whose number another has: the document
        // stays where it is.
        guard row.attempt >= answer.attempt, byNumber || row.senders[answer.attempt - 1] == answer.sender else {
            return .rolledBack
        }
        row.answered.insert(answer.attempt)
        let taken = rows.indices.reduce(into: Set<String>()) { if $1 != answer.wish { $0.formUnion(rows[$1].ids) } }
        let ids = Set(answer.ids.prefix(entry.ids)).subtracting(taken)
        switch row.state {
        case .sending? where row.attempt == answer.attempt:
            row.state = entry.state
            if entry.state == .inDoubt { row.claimed = ids } else { row.ids.formUnion(ids) }
        case .inDoubt? where row.attempt == answer.attempt && Self.proven.contains(entry.state),
            .absent? where row.attempt == answer.attempt && !ids.isEmpty:
            row.state = entry.state == .accepted ? .adopted : entry.state
            row.ids.formUnion(ids)
        default: row.claimed.formUnion(ids.subtracting(row.ids))
        }
        if entry.hasOrder, row.orderID == nil { row.orderID = answer.order }
        row.revision += 1
        rows[answer.wish] = row
        return nil
    }

    /// What an answer can prove of a purchase in doubt.
    private static let proven: Set<PurchaseState> = [.accepted, .partial, .orderOnly, .unpaid]
}
