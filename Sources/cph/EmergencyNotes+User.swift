import Ledger
import Purchasing

extension EmergencyNotes {
    /// Keeps answers in the user's spool, writes a file in the user's folder for emergencies, and a message to standard error.
    static var ofUser: EmergencyNotes {
        let paths = LedgerPath.ofUser
        return EmergencyNotes(folder: paths.emergencyFolder, spool: paths.spoolFolder.map { Spool($0) }) {
            Output.error($0, kind: "ledger")
        }
    }
}
