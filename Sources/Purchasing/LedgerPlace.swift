import Files

/// Where the ledger is when nobody says otherwise: one file per user.
package struct LedgerPlace {
    private let environment: (String) -> String?

    /// - Parameter environment: A variable's value; nil when it is not set or empty.
    package init(environment: @escaping (String) -> String?) { self.environment = environment }

    /// `$XDG_STATE_HOME/cph/ledger.sqlite3`; nil without a home directory.
    package var standard: String? { stateFolder.map { "\($0)/cph/ledger.sqlite3" } }

    /// Where ids go that could not be recorded: another folder, on another file system if the user has one.
    package var emergencyFolder: String { environment("TMPDIR") ?? "/tmp" }

    private var stateFolder: String? {
        environment("XDG_STATE_HOME") ?? environment("HOME").map { "\($0)/.local/state" }
    }

    /// The place of the ledger of the user who started this process.
    package static var ofUser: LedgerPlace { LedgerPlace { Environment[$0] } }
}
