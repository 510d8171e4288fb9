import CPHClient
import Files
import Glibc
import Purchasing
import Terminal

/// Where lines are remembered: beside the ledger, shared by all prompts of the user.
enum HistoryPlace {
    static func open() -> any HistorySource {
        let rules = HistoryRules(holdsSecret: holdsSecret)
        guard let folder = folder else { return MemoryHistory(rules: rules) }
        return HistoryFile(path: folder + "/history", rules: rules)
    }

    /// Nil without a home directory, or when no folder can be made in it.
    private static var folder: String? {
        guard let ledger = LedgerPath.ofUser.standard, let slash = ledger.lastIndex(of: "/") else { return nil }
        let folder = String(ledger[..<slash])
        guard (try? Files.makeFolder(folder, mode: 0o700)) != nil else { return nil }
        return access(folder, W_OK) == 0 ? folder : nil
    }

    /// Whether a line holds a secret of the environment or the credentials file, or sets a variable for one.
    @Sendable private static func holdsSecret(_ line: String) -> Bool {
        hiddenVariables.contains { line.contains($0 + "=") }
            || Credentials.isSecret(in: line, .machine(Environment.withSecrets))
    }
}
