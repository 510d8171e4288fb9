import Files
import Ledger
import Purchasing

extension LedgerPlace {
    /// The place of the ledger of the user who started this process.
    static var ofUser: LedgerPlace { LedgerPlace { Environment[$0] } }
}

extension EmergencyExit {
    /// Writes a file in the user's folder for emergencies, and a message to standard error.
    static var ofUser: EmergencyExit { EmergencyExit(folder: LedgerPlace.ofUser.emergencyFolder) { Output.error($0) } }
}
