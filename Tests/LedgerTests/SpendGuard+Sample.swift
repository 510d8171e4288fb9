import CPHModel
import Ledger

extension SpendGuard {
    /// A gate in front of a ledger of tests.
    init(_ ledger: Ledger, limits: SpendLimits, approver: (any Approver)?, mode: Mode = .buy) {
        self.init(ledger, account: .embedded(projectID: "p"), limits: limits, approver: approver, mode: mode)
    }
}
