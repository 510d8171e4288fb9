import Ledger
import Purchasing

extension Purchasing.Settings {
    /// Takes what this machine and its user say of shared ledgers, and of the witness of the one that is used.
    mutating func useMachine(_ place: LedgerOptions) {
        memory = LedgerPath.ofUser.memory
        lease = CPHVariable.lease.lease ?? lease
        witness = place.witnessFile
    }
}

extension LedgerOptions {
    /// How a ledger is opened by a command that needs no account.
    var opening: Journal.Options {
        var options = Journal.Options()
        (options.memory, options.witness) = (LedgerPath.ofUser.memory, witnessFile)
        options.announce = { Output.note("cph ledger: \($0)") }
        return options
    }
}
