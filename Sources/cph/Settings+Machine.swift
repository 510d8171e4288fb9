import Purchasing

extension Purchasing.Settings {
    /// Takes what this machine and its user say of shared ledgers.
    mutating func useMachine() {
        memory = LedgerPath.ofUser.memory
        lease = CPHVariable.lease.lease ?? lease
    }
}
