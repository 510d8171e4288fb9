import Ledger
import Purchasing

extension EmergencyNotes {
    /// Writes a file in the user's folder for emergencies, and a message to standard error.
    static var ofUser: EmergencyNotes {
        EmergencyNotes(folder: LedgerPath.ofUser.emergencyFolder) { Output.error($0) }
    }
}
