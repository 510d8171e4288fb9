import CPHModel
import CSQLite

/// Why the journal did not do what it was told.
enum JournalError: Error {
    case database(DatabaseError)
    case crypto(CPHError)
    /// The compare-and-swap did not change exactly one row: another run was faster.
    case raced
    /// The file contradicts itself.
    case damaged(String)
    /// A rule forbids it; nothing was written.
    case refused(CPHError)
    /// A test ended the process here.
    case crashed

    var endsTrust: Bool {
        switch self {
        case .database(let error): error.endsTrust
        case .damaged, .crashed: true
        case .crypto, .raced, .refused: false
        }
    }
}

extension JournalError {
    /// The error a script or an operator sees, with what it means for the purchase in `consequence`.
    func asCPHError(file: String, consequence: String) -> CPHError {
        switch self {
        case .database(let cause):
            CPHError(.ledger, code: cause.name, "\(cause); \(consequence)", hint: Self.hint(cause))
        case .crypto(let cause), .refused(let cause): cause
        case .raced:
            CPHError(.ledger, code: "raced", "another run changed \(file) at the same time; \(consequence)")
        case .damaged(let what):
            CPHError(
                .ledger, code: "damaged", "the ledger \(file) is damaged: \(what); \(consequence)",
                hint: "keep the file; restore a backup or ask for help before buying under these names again")
        case .crashed: CPHError(.ledger, code: "crashed", "the process ended here, for a test")
        }
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
