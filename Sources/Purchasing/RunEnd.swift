package import CPHModel
package import Ledger

/// What a run leaves behind, for whoever is told at its end.
package struct RunEnd: Sendable {
    /// Holds its orders, as the record has them.
    package var orders = RunOrders()
    /// Holds the plans that it left to be approved.
    package var waiting: [WaitingPlan] = []
    /// Holds the account, where the run has opened its ledger.
    package var account: AccountScope?

    /// Holds what a run leaves that opened no ledger: nothing.
    package static let nothing = RunEnd()
}
