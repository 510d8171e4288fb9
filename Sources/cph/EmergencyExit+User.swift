import Ledger
import Purchasing

extension EmergencyExit {
    /// Writes a file in the user's folder for emergencies, and a message to standard error.
    static var ofUser: EmergencyExit { EmergencyExit(folder: LedgerPlace.ofUser.emergencyFolder) { Output.error($0) } }
}
