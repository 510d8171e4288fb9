import CPHModel

/// Why the journal did not do what it was told.
enum JournalError: Error {
    case store(StoreError)
    case crypto(CPHError)
    /// The compare-and-swap did not change exactly one row: another run was faster.
    case raced
    /// The ledger does not know of a send whose answer is to be recorded, and why that can be said.
    case unknownSend(String)
    /// The file contradicts itself.
    case damaged(String)
    /// What decides in the transaction said no; nothing of it was written.
    case refused(CPHError)
    /// A test ended the process here.
    case crashed

    /// What a store says: that another run was faster, or a failure.
    init(_ error: StoreError) { self = error.isRaced ? .raced : .store(error) }

    /// Whether the same may succeed in a moment: nothing of it was carried out, and the server is away.
    var mayPass: Bool {
        if case .store(let error) = self { error.isAway && !error.isUndecided } else { false }
    }

    /// Whether the connection to a server was lost, and nothing of the transaction was kept.
    var isLost: Bool {
        guard case .store(let cause) = self else { return false }
        return cause.name == "server_away" && !cause.isUndecided && !cause.isCommitted
    }

    var endsTrust: Bool {
        switch self {
        case .store(let error): error.endsTrust
        case .damaged, .crashed: true
        case .crypto, .raced, .refused, .unknownSend: false
        }
    }
}

extension JournalError {
    /// The error a script or an operator sees, with what it means for the purchase in `consequence`.
    func asCPHError(file: String, consequence: String) -> CPHError {
        switch self {
        case .store(let cause):
            CPHError(.ledger, code: cause.name, "\(cause); \(consequence)", hint: cause.hint)
        case .crypto(let cause), .refused(let cause): cause
        case .raced:
            CPHError(.ledger, code: "raced", "another run changed \(file) at the same time; \(consequence)")
        case .unknownSend(let what): CPHError(.ledger, code: "rolled_back", "\(what): \(file) is older than it was")
        case .damaged(let what):
            CPHError(
                .ledger, code: "damaged", "the ledger \(file) is damaged: \(what); \(consequence)",
                hint: "keep the file; restore a backup or ask for help before buying under these names again")
        case .crashed: CPHError(.ledger, code: "crashed", "the process ended here, for a test")
        }
    }
}
