import CPHModel
import Text

// A plan's approval serves one purchase.
extension Ledger {
    /// Refuses a plan's approval under which this purchase was made already, and its order cancelled or expired since: an
    /// approval is for one purchase.
    ///
    /// - Throws: `CPHError` of kind `denied` with the code `approval_used`.
    func checkApproval(_ attempt: PurchaseAttempt) throws(CPHError) {
        guard let approval = attempt.approval, let record = attempt.record else { return }
        let wasUsed = try journalled { () throws(JournalError) in try isUsed(approval, record) }
        guard wasUsed else { return }
        let which = approval.agreement.map { "of \($0.user.words)" } ?? approval.by
        throw CPHError(
            .denied, code: "approval_used",
            "\(quoted(attempt.name)) was bought under the approval \(which) already, and its order is "
                + "\(record.state.rawValue) since; nothing was sent",
            hint: "an approval is for one purchase: have somebody agree again, on a terminal or to another plan",
            operation: attempt.call.operation)
    }

    /// Whether a purchase was made under a plan's approval, and may be made again only under another one.
    func isUsed(_ approval: Approval, _ record: PurchaseRecord) throws(JournalError) -> Bool {
        guard [.plan, .agreement].contains(approval.how), [.cancelled, .expired].contains(record.state) else {
            return false
        }
        return try journal.events(of: record.id).contains(where: approval.isRecorded)
    }
}
