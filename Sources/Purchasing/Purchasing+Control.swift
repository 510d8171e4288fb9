package import Bindings
package import CPHModel
import Glibc
import Ledger
package import Schema

/// What plans see of the gate and the ledger.
extension Purchasing: PurchaseControl {
    /// Has the gate approve a plan as a whole.
    ///
    /// - Throws: `CPHError` of kind `denied` when nobody agreed, `ledger` when the ledger can't be opened; nothing was
    /// sent.
    package nonisolated func approve(_ plan: AnnouncedPlan) async throws(CPHError) {
        var purchases: [PurchaseSummary] = []
        purchases.reserveCapacity(plan.calls.count)
        for call in plan.calls { purchases.append(try PurchaseSummary(call)) }
        for change in plan.changes { purchases.append(try PurchaseSummary(change)) }
        try await opened().gate.approve(
            PlanSummary(
                name: plan.name, hash: try plan.hash(in: try await scope()), purchases: purchases, prices: plan.prices))
    }

    /// Reads the recorded purchases whose names begin with `prefix`; a ledger that was never made has none, and is not
    /// made.
    package nonisolated func purchases(named prefix: String) async throws(CPHError) -> [Value] {
        guard try await mayHaveRecords else { return [] }
        return try await opened().ledger.purchases(named: prefix).map(\.value)
    }

    /// A ledger that was never made has nothing to say, and reading does not make one: so a plan can be shown without
    /// an account.
    var mayHaveRecords: Bool {
        get throws(CPHError) {
            if isOpen { return true }
            switch try settings.ledger.look() {
            case .memory, .image: return false
            case .server: return true
            case .file(let path): return access(path, F_OK) == 0 || access(path + ".mark", F_OK) == 0
            }
        }
    }
}
