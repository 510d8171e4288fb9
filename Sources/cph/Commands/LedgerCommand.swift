import ArgumentParser
import CPHClient
import CPHModel
import Files
import Ledger
import Purchasing
import Text

struct LedgerCommand: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Shows the durable record of purchases, pays orders, and decides what is in doubt.",
        subcommands: [
            List.self, Show.self, Report.self, Waiting.self, Approve.self, Decline.self, Resolve.self, Pay.self,
            Refresh.self, Export.self, Backup.self, ImportSpool.self, Verify.self, SetUp.self, Unlock.self, Copy.self,
            AcceptRollback.self, Trust.self, Distrust.self, PolicyOfLedger.self,
        ])
    @OptionGroup var messages: MessageOptions

    struct Verify: LedgerUsingCommand {
        static let configuration = CommandConfiguration(abstract: "Checks the file, the hash chain and every state.")
        @OptionGroup var place: LedgerOptions
        @OptionGroup var messages: MessageOptions

        func run() throws {
            try reporting {
                let found = try openLedger().verify()
                Output.line(
                    "\(counted(found.events, "event")), \(counted(found.purchases, "purchase")), \(counted(found.servers, "server")): all in order"
                )
                Output.line("chain ends at \(found.headHash)")
                for record in found.inDoubt { Output.line("in doubt: \(cleaned(record.key))") }
                if !found.inDoubt.isEmpty { throw ExitStatus.inDoubt }
            }
        }
    }

    struct Resolve: ConnectedCommand, LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Looks at the account once more, then records what you decide about a purchase in doubt.")
        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var place: LedgerOptions
        @Option(help: "These servers are the purchase's; repeatable.") var adopt: [String] = []
        @Option(help: "This order is the purchase's.") var order: String?
        @Flag(help: "Nothing was bought; needs --evidence.") var absent = false
        @Option(help: "How you know that nothing was bought.") var evidence: String?
        @Option(
            help: ArgumentHelp(
                "How long after a send a purchase may still not be shown; 60s when absent.", valueName: "duration"),
            transform: duration)
        var lag = Duration.seconds(60)
        @Option(
            help: ArgumentHelp(
                "This order of the time of the send is for something else; beside --absent, repeatable.",
                valueName: "order"))
        var notOrder: [String] = []
        @Flag(help: "Decide without the account's orders, where the billing service can't be read.")
        var withoutOrders = false
        @Flag(help: "Look for everything in doubt, and decide nothing by hand.") var all = false
        @Argument(help: "The purchase's server_name.", completion: .shellCommand(ledgerNames)) var name: String?

        func validate() throws {
            let decisions = [!adopt.isEmpty, order != nil, absent].count { $0 }
            if decisions > 1 { throw ValidationError("--adopt, --order and --absent exclude each other") }
            if absent, evidence?.isEmpty != false { throw ValidationError("--absent needs --evidence TEXT") }
            if !notOrder.isEmpty, !absent { throw ValidationError("--not-order goes with --absent") }
            if withoutOrders, !absent, order == nil {
                throw ValidationError("--without-orders goes with --absent or --order")
            }
            if (name == nil) != all { throw ValidationError("name one purchase, or give --all") }
            if all, decisions > 0 { throw ValidationError("--all only looks; decide about one purchase at a time") }
        }

        func run() throws {
            let client = connection.client()
            try reporting { try calling(client, for: name) { try resolve(client) } }
        }
    }
}

extension LedgerCommand.Resolve {
    private var resolution: Resolution {
        if !adopt.isEmpty { return .adopt(adopt) }
        if let order { return .order(order) }
        return absent ? .absent(evidence: evidence ?? "", others: Set(notOrder)) : .look
    }

    private func resolve(_ client: LazyClient) throws {
        let (resolution, name, lag, connection) = (resolution, name, lag, connection)
        let billing = withoutOrders ? nil : BillingService(client)
        let location = try ledgerLocation()
        let (records, evidence) = try Blocking.run {
            var settings = Purchasing.Settings(ledger: location, limits: SpendLimits()) { .thisProcess(nil) }
            (settings.emergency, settings.lag) = (.ofUser, lag)
            settings.useMachine(place)
            settings.announce = { Output.asked("cph ledger: \($0)") }
            let ledger = try Purchasing.open(client, scope: try await client.scope(), settings).ledger
            let doubtful = Set(PurchaseState.allCases.filter(\.isInDoubt))
            if let name { try await ledger.checkProject(of: name, connection) }
            let inDoubt = name == nil ? try await ledger.purchases(in: doubtful).map(\.key) : []
            var records: [PurchaseRecord] = []
            for name in name.map({ [$0] }) ?? inDoubt {
                let by = RunInfo.thisProcess(nil).user
                records.append(try await ledger.resolve(name, resolution, by: by, on: billing))
            }
            var evidence: [String] = []
            if let billing, let name, let record = records.first, record.state.isInDoubt {
                evidence = try await ledger.evidence(for: name, on: billing)
            }
            _ = try await ledger.end(exit: 0)
            return (records, evidence)
        }
        for record in records { Output.line(record.line) }
        for line in evidence { Output.asked(line) }
        if records.contains(where: { $0.state.isInDoubt }) { throw ExitStatus.inDoubt }
    }
}

/// Lists the names of the purchases in the user's own ledger, for a shell's Tab.
let ledgerNames = "cph ledger list --for-tab 2>/dev/null | cut -f 3"

/// Runs `body`, and prints the error that it throws.
func reporting(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch let error as CPHError {
        Output.failure("cph ledger: \(error)", .failure(error))
        let isUsage = error.kind == .denied || error.code == CPHError.unknownPurchase
        throw isUsage ? ExitStatus.usage : ExitStatus(error)
    }
}

extension LedgerUsingCommand {
    /// Where the ledger is; a project's is asked about here.
    func ledgerLocation() throws -> Journal.Location { try ledgerChoice().agreed() }

    /// The ledger that a run with the same options and variables has.
    ///
    /// - Throws: `CPHError` of kind `denied` for that of an embedded cloud that is not kept.
    private func ledgerChoice() throws(CPHError) -> LedgerChoice {
        let connection = cloud ?? .unset
        let place = place.beside(connection.stateFile)
        if connection.usesEmulator, place.isUsual {
            let nothing = SetupError.nothingKept
            // Where nothing is called, --state is no option, or another.
            let (message, hint) =
                cloud == nil
                ? (
                    "CPH_EMULATOR is set, and an embedded cloud without CPH_STATE has bought nothing",
                    "name the file that keeps it in CPH_STATE, or a ledger with --ledger"
                ) : (nothing.message, nothing.hint)
            throw CPHError(.denied, code: CPHError.nothingKept, message, hint: hint)
        }
        return try place.choice(isEmulated: connection.usesEmulator, from: Files.real(".") ?? ".")
    }

    /// Does what needs an account. Where nobody can be called, a slip in the ledger's or the purchase's name is told first.
    func calling(_ client: LazyClient, for name: String?, _ body: () throws -> Void) throws {
        do { try body() } catch {
            guard let name, client.lacksSetup else { throw error }
            let known = try openLedger().purchases()
            if !known.contains(where: { $0.key == name || $0.orderID == name }) {
                throw CPHError.unknownPurchase(name, among: known.map(\.key) + known.compactMap(\.orderID))
            }
            throw error
        }
    }

    /// Opens the ledger for reading. A file that nobody has named for this call is empty where nobody has bought anything yet;
    /// one that was named must exist.
    func openLedger() throws -> Journal {
        let choice = try ledgerChoice()
        if place.isForTab, let error = choice.refusal { throw error }
        let location = try choice.agreed()
        do throws(CPHError) { return try Journal.open(location, .read, options: place.opening) } catch {
            guard error.code == "missing", place.isUsual, case .file = location else { throw error }
            return try Journal.open(.memory, .write)
        }
    }
}

extension PurchaseRecord {
    /// A line that says what has become of it: state, name, servers known and asked for, order, ids; separated by tabs.
    var line: String { words.map { cleaned($0) }.joined(separator: "\t") }

    private var words: [String] {
        [state.rawValue, key, "\(serverIDs.count)/\(count)", orderID ?? "-", serverIDs.joined(separator: ",")]
    }
}

extension CPHError {
    /// The code of a ledger that ended with its embedded cloud.
    static let nothingKept = "nothing_kept"
}

extension Ledger {
    /// Refuses a name by which another project may be meant: a run on another account prints the same command.
    ///
    /// - Parameter connection: Where whoever asks says which project it is.
    func checkProject(of name: String, _ connection: ConnectionOptions) throws(CPHError) {
        let others = try otherProjects(with: name)
        guard !others.isEmpty, connection.settings.projectID == nil else { return }
        let isHere = try purchases().contains { $0.key == name }
        let project = self.project
        let projects = (isHere ? [project] : []) + others
        let which = projects.count > 1 ? "projects" : "project"
        throw CPHError(
            .denied, code: "other_project",
            "\(quoted(name)) is a purchase of \(which) \(projects.joined(separator: " and "))",
            hint: isHere
                ? "say which is meant: --project-id \(project)"
                : "use the credentials of that project, or --assume, or --project-id")
    }
}
