import Glibc
import Ledger
import Purchasing

/// The environment that this process was started with.
enum Environment {
    /// All variables, read once: nothing in the host changes them afterwards.
    static let variables: [String: String] = {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return variables
    }()

    /// A variable's value; nil also for one that is set to nothing. A start asks for a dozen, which costs less than
    /// reading all.
    static subscript(name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}

extension LedgerPlace {
    /// The place of the ledger of the user who started this process.
    static var ofUser: LedgerPlace { LedgerPlace { Environment[$0] } }
}

extension EmergencyExit {
    /// Writes a file in the user's folder for temporary files, and a message to standard error.
    static var ofUser: EmergencyExit { EmergencyExit(folder: LedgerPlace.ofUser.emergencyFolder) { Output.error($0) } }
}
