public import CPHModel
import Policies
import Schema
import Text

// What policies ask of the record: how much was bought in a day or a month, and which policy is the ledger's.
extension Ledger {
    /// The ledger's own policy; nil where it has none.
    ///
    /// - Throws: `CPHError` of kind `ledger`, and of kind `denied` for one that this cph does not understand.
    public func policy() throws(CPHError) -> RecordedPolicy? {
        do throws(JournalError) { return try journal.recordedPolicy() } catch {
            if case .refused(let refusal) = error { throw refusal }
            throw fail(error, "nothing was sent")
        }
    }

    /// The number of the last line about the ledger's policy; nil where there is none.
    func policySeq() throws(CPHError) -> Int? {
        try journalled { () throws(JournalError) in try journal.policySeq() }
    }

    /// Refuses a purchase that was approved under another policy than the one that the ledger has now. Called in the transaction
    /// of the intent, so that whoever sets a policy knows that nothing else is sent from then on.
    func checkPolicy(_ attempt: PurchaseAttempt) throws(CPHError) {
        guard let approval = attempt.approval, approval.how != .none, try policySeq() != approval.policySeq else {
            return
        }
        throw CPHError(
            .denied, code: "policy_changed",
            "the ledger's policy was changed while \(quoted(attempt.name)) was approved; nothing was sent",
            hint: "run it again", operation: attempt.call.operation)
    }

    /// Refuses what would exceed the caps of a day or a month. Called in the transaction of the intent, so that no other machine's
    /// purchase comes in between.
    func checkCounts(_ attempt: PurchaseAttempt) throws(CPHError) {
        let more = Spending([PurchaseSummary(attempt.content)])
        let breaches = try countBreaches(
            attempt.approval?.countCaps ?? [], adding: more, clockOffset: attempt.clockOffset)
        let problems = breaches.map(\.problem)
        if let refusal = CPHError(forbidden: attempt.name, problems, operation: attempt.call.operation) {
            throw refusal
        }
    }

    /// Which caps of a day or a month `more` would exceed.
    ///
    /// - Parameters:
    ///   - rehearsed: What a dry run would have bought already.
    ///   - clockOffset: How far the service's clock, by which sends are dated, is ahead of ours, in milliseconds.
    func countBreaches(
        _ caps: [CountCap], beside rehearsed: Spending = Spending([]), adding more: Spending, clockOffset: Int = 0
    ) throws(CPHError) -> [PolicyBreach] {
        let now = options.clock.milliseconds() + clockOffset
        return try journalled { () throws(JournalError) in
            var breaches: [PolicyBreach] = []
            for cap in caps {
                guard let start = cap.start(at: now) else { continue }
                let bought = try journal.count(cap.unit, sentSince: start)
                if let breach = cap.breach(bought.plus(rehearsed.count(cap.unit)), adding: more.count(cap.unit)) {
                    breaches.append(breach)
                }
            }
            return breaches
        }
    }
}
