import CSQLite

extension StoreError {
    /// What SQLite says with a result code, which may be an extended one.
    init(sqlite code: Int32, _ message: String, _ operation: String, _ place: String) {
        self.init(Self.name(of: code), message, operation, place)
        hint = Self.hint(for: code)
        endsTrust = [SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB].contains(code & 0xFF)
    }

    private static func name(of code: Int32) -> String {
        switch code & 0xFF {
        case SQLITE_FULL: "disk_full"
        case SQLITE_BUSY: "busy"
        case SQLITE_READONLY: "read_only"
        case SQLITE_IOERR: "io_error"
        case SQLITE_CORRUPT, SQLITE_NOTADB: "damaged"
        default: "sqlite_\(code)"
        }
    }

    private static func hint(for code: Int32) -> String? {
        switch code & 0xFF {
        case SQLITE_FULL: "free some space on that disk"
        case SQLITE_BUSY: "another program holds the file; wait for it to end"
        case SQLITE_READONLY: "make the file writable, or name another with --ledger"
        case SQLITE_IOERR: "look at the system's log and at ulimit -f; the disk may be failing"
        case SQLITE_CORRUPT, SQLITE_NOTADB: "keep the file; restore a backup of it"
        default: nil
        }
    }
}
