package import Files

/// Where the ledger is when nobody says otherwise: one file per user.
package struct LedgerPath {
    private let folders: UserFolders
    private let temporary: String?

    /// - Parameter temporary: What `TMPDIR` says; nil when it says nothing.
    package init(_ folders: UserFolders, temporary: String?) { (self.folders, self.temporary) = (folders, temporary) }

    /// `$XDG_STATE_HOME/cph/ledger.sqlite3`; nil without a home directory.
    package var standard: String? { folders.state.map { "\($0)/cph/ledger.sqlite3" } }

    /// Where this machine remembers how far shared ledgers had come: `$XDG_STATE_HOME/cph/ledgers`; nil without a home directory.
    package var memory: String? { folders.state.map { "\($0)/cph/ledgers" } }

    /// `$XDG_STATE_HOME/cph/spool`, where answers wait that a ledger could not take; nil without a home directory.
    package var spoolFolder: String? { folders.state.map { "\($0)/cph/spool" } }

    /// Where ids go that could not be recorded: another folder, on another file system if the user has one.
    package var emergencyFolder: String { temporary ?? "/tmp" }

    /// The place of the ledger of the user who started this process.
    package static var ofUser: LedgerPath { LedgerPath(.ofProcess, temporary: Environment["TMPDIR"]) }
}
