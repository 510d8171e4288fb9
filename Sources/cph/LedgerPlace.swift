import Ledger

/// Where the ledger is when nobody says otherwise: one file per user.
enum LedgerPlace {
    /// `$XDG_STATE_HOME/cph/ledger.sqlite3`; nil without a home directory.
    static var standard: String? { stateFolder.map { "\($0)/cph/ledger.sqlite3" } }

    /// Where ids go that could not be recorded: another folder, on another file system if the user has one.
    static var emergencyFolder: String? { Environment["TMPDIR"] ?? "/tmp" }

    private static var stateFolder: String? {
        Environment["XDG_STATE_HOME"] ?? Environment["HOME"].map { "\($0)/.local/state" }
    }
}
