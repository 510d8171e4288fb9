import CPHModel
import Text

// A plan's approval serves one purchase.
extension Ledger {
    /// Refuses a plan's approval under which this purchase was made already, and its order cancelled or expired since: an
    /// approval is for one purchase.
    ///
    /// - Throws: `CPHError` of kind `denied` with the code `approval_used`.
    func checkApproval(_ attempt: PurchaseAttempt) throws(CPHError) {
        guard let approval = attempt.approval, approval.how == .plan, let record = attempt.record,
            [.cancelled, .expired].contains(record.state)
        else { return }
        let events = try journalled { () throws(JournalError) in try journal.events(of: record.id) }
        guard events.contains(where: { $0.kind == .approved && $0.detail == approval.detail }) else { return }
        throw CPHError(
            .denied, code: "approval_used",
            "\(quoted(attempt.name)) was bought under the approval \(approval.by) already, and its order is "
                + "\(record.state.rawValue) since; nothing was sent",
            hint: "an approval is for one purchase: have somebody agree again, on a terminal or to another plan",
            operation: attempt.call.operation)
    }
}
