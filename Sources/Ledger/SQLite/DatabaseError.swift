import CSQLite

/// SQLite or the file system would not do what was asked, with the file and the operation.
struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// SQLite's extended result code; 0 where the failure was found by us.
    let code: Int32
    let message: String
    /// What was being done, as in "opening".
    let operation: String
    let file: String

    var description: String { "the ledger \(file) failed while \(operation): \(message)" }

    /// The code without its extension, such as SQLITE_FULL.
    var primaryCode: Int32 { code & 0xFF }

    /// Whether nothing may be trusted to this file any more in this process: after a failed fsync a second one may lie.
    var endsTrust: Bool {
        switch primaryCode {
        case SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB: true
        default: false
        }
    }
}
