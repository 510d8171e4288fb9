import ArgumentParser
import CPHModel
import Files
import Ledger
import Projects
import Purchasing

/// Decides which ledger is used: the option's, else the variable's, else the project's, else the user's own.
struct LedgerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The ledger, a file or postgresql://…; the project's or else one per user when absent. (CPH_LEDGER)",
            valueName: "place"),
        completion: .file())
    var ledger: String?

    @Flag(name: .customLong("for-tab"), help: ArgumentHelp("Ask nothing: for a shell's Tab.", visibility: .hidden))
    var isForTab = false

    @Option(
        help: ArgumentHelp(
            "A file that remembers how far the ledger had come, for machines that remember nothing. (CPH_LEDGER_WITNESS)",
            valueName: "file"),
        completion: .file())
    var witness: String?

    /// The witness's file; nil where none is named.
    var witnessFile: String? { witness ?? CPHVariable.ledgerWitness.text }

    /// Whether nobody has named one for this call.
    var isUsual: Bool { ledger == nil && CPHVariable.ledger.text == nil }

    /// The same place; an embedded cloud that is kept has its ledger beside it, where nobody has named one.
    func beside(_ stateFile: String?) -> LedgerOptions {
        var options = self
        if let stateFile, isUsual { options.ledger = stateFile + ".ledger" }
        return options
    }

    func validate() throws {
        guard let ledger, DatabaseAddress.isOne(ledger) else { return }
        _ = try DatabaseAddress(option: "--ledger", ledger)
    }

    /// Where the ledger is, and which project says so. The embedded cloud's ledger is in memory, whatever a project says:
    /// what costs nothing does not belong into the record of what does. Only who names one for this call may mean that.
    ///
    /// - Parameter start: A folder of the project.
    /// - Throws: `CPHError` of kind `ledger` when a project's settings can't be read, or have ceased to name the ledger that was
    ///   agreed to; or when there is no home directory to keep one in.
    func choice(isEmulated: Bool, from start: String) throws(CPHError) -> LedgerChoice {
        if let text = ledger ?? CPHVariable.ledger.text { return LedgerChoice(location: try Self.location(text)) }
        if isEmulated { return LedgerChoice(location: .memory) }
        do throws(ProjectError) {
            if let named = try ProjectLedger.named(from: start) { return LedgerChoice(named) }
        } catch { throw CPHError(.ledger, code: "project", "\(error); nothing was sent") }
        if let former = LedgerTrust(.ofProcess)?.nearest(from: start) {
            throw .noLongerNamed(former.words, in: former.root)
        }
        guard let path = LedgerPath.ofUser.standard else {
            throw CPHError(.ledger, "no home directory for the ledger", hint: "name a file with --ledger")
        }
        return LedgerChoice(location: .file(path))
    }

    /// Reads a place as people write it: a server's address, or a file's path.
    static func location(_ text: String) throws(CPHError) -> Journal.Location {
        guard DatabaseAddress.isOne(text) else { return .file(text) }
        do throws(DatabaseAddressError) { return .server(try DatabaseAddress(text)) } catch {
            throw CPHError(.ledger, "the ledger's address: \(error); nothing was sent")
        }
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
