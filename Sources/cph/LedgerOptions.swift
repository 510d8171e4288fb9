import ArgumentParser
import Ledger
import Purchasing

/// Decides which ledger is used.
struct LedgerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The ledger; one per user when absent. (CPH_LEDGER)", valueName: "file"),
        completion: .file())
    var ledger: String?

    /// Whether nobody has named a file.
    var isUsual: Bool { ledger == nil && CPHVariable.ledger.text == nil }

    /// Where the ledger is; nil when there is no home directory to keep one in. The embedded cloud's ledger is in
    /// memory, unless a file is named.
    func location(isEmulated: Bool) -> Journal.Location? {
        if let path = ledger ?? CPHVariable.ledger.text {
            return path.hasPrefix("postgresql://") ? .server(ServerAddress(path)) : .file(path)
        }
        return isEmulated ? .memory : LedgerPath.ofUser.standard.map(Journal.Location.file)
    }
}

extension Journal.Location {
    /// Says for people where the ledger is.
    var words: String {
        switch self {
        case .file(let path): path
        case .server(let address): address.words
        case .memory, .image: "in memory, gone at the end"
        }
    }
}
