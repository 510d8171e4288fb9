import CPHModel
import CSQLite

/// A place in the life of a purchase where a crash or a full disk makes a difference. Tests strike at each of them.
public enum JournalStep: String, CaseIterable, Sendable {
    /// Before anything is asked or written.
    case start
    /// The intent is written, not committed.
    case intentOpen
    /// The intent is durable, nothing is sent.
    case intentDurable
    /// The answer is in memory only.
    case answered
    case answerOpen
    case answerDurable
    case outcomeOpen
    case outcomeDurable
    /// What a look found, or what a person decided, is written, not committed.
    case findingOpen
    case findingDurable
    /// The result is about to be handed over.
    case returning
}

/// What a test lets happen at a step.
public enum JournalFault: Error, Hashable, Sendable {
    /// The process ends here: nothing more is written, sent or reported.
    case crash
    case diskFull
    case ioError
}

/// Called at every step; throws what shall happen there. In production it does nothing.
public typealias JournalHook = @Sendable (JournalStep) throws(JournalFault) -> Void

/// Why the journal did not do what it was told.
enum JournalError: Error {
    case database(DatabaseError)
    case crypto(CPHError)
    /// The compare-and-swap did not change exactly one row: another run was faster.
    case raced
    /// The file contradicts itself.
    case damaged(String)
    /// A test ended the process here.
    case crashed

    var endsTrust: Bool {
        switch self {
        case .database(let error): error.endsTrust
        case .damaged, .crashed: true
        case .crypto, .raced: false
        }
    }
}

extension JournalError {
    /// The error a script or an operator sees, with what it means for the purchase in `consequence`.
    func asCPHError(file: String, consequence: String) -> CPHError {
        var error: CPHError
        switch self {
        case .database(let cause):
            error = CPHError(.ledger, "\(cause); \(consequence)", hint: Self.hint(cause))
            error.code = cause.name
        case .crypto(let cause): error = cause
        case .raced:
            error = CPHError(.ledger, "another run changed \(file) at the same time; \(consequence)")
            error.code = "raced"
        case .damaged(let what):
            error = CPHError(
                .ledger, "the ledger \(file) is damaged: \(what); \(consequence)",
                hint: "keep the file; restore a backup or ask for help before buying under these names again")
            error.code = "damaged"
        case .crashed:
            error = CPHError(.ledger, "the process ended here, for a test")
            error.code = "crashed"
        }
        return error
    }

    private static func hint(_ cause: DatabaseError) -> String? {
        switch cause.primaryCode {
        case SQLITE_FULL: "free some space on that disk"
        case SQLITE_BUSY: "another program holds the file; wait for it to end"
        case SQLITE_READONLY: "make the file writable, or name another with --ledger"
        case SQLITE_IOERR: "look at the system's log and at ulimit -f; the disk may be failing"
        case SQLITE_CORRUPT, SQLITE_NOTADB: "keep the file; restore a backup of it"
        default: nil
        }
    }
}

extension DatabaseError {
    /// A short name for scripts.
    var name: String {
        switch primaryCode {
        case SQLITE_FULL: "disk_full"
        case SQLITE_BUSY: "busy"
        case SQLITE_READONLY: "read_only"
        case SQLITE_IOERR: "io_error"
        case SQLITE_CORRUPT, SQLITE_NOTADB: "damaged"
        default: "sqlite_\(code)"
        }
    }
}
