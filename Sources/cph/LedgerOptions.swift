import ArgumentParser
import Ledger
import Purchasing

/// Decides which ledger is used.
struct LedgerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The ledger; one per user when absent. (CPH_LEDGER)", valueName: "file"),
        completion: .file())
    var ledger: String?

    @Option(
        help: ArgumentHelp(
            "A file that remembers how far the ledger had come, for machines that remember nothing. (CPH_LEDGER_WITNESS)",
            valueName: "file"),
        completion: .file())
    var witness: String?

    /// The witness's file; nil where none is named.
    var witnessFile: String? { witness ?? CPHVariable.ledgerWitness.text }

    /// Whether nobody has named a file.
    var isUsual: Bool { ledger == nil && CPHVariable.ledger.text == nil }

    /// Where the ledger is; nil when there is no home directory to keep one in. The embedded cloud's ledger is in
    /// memory, unless a file is named.
    func location(isEmulated: Bool) -> Journal.Location? {
        if let place = ledger ?? CPHVariable.ledger.text { return Journal.Location(named: place) }
        return isEmulated ? .memory : LedgerPath.ofUser.standard.map(Journal.Location.file)
    }
}

extension Journal.Location {
    /// Reads a place as people write it: a server's address, or a file's path.
    init(named place: String) {
        self = place.hasPrefix("postgresql://") ? .server(ServerAddress(place)) : .file(place)
    }

    /// Says for people where the ledger is.
    var words: String {
        switch self {
        case .file(let path): path
        case .server(let address): address.words
        case .memory, .image: "in memory, gone at the end"
        }
    }
}
