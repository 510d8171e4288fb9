import ArgumentParser
import CPHModel
import Ledger
import Text

extension LedgerCommand {
    struct SetUp: MessagingCommand {
        static let configuration = CommandConfiguration(
            commandName: "setup", abstract: "Makes a ledger on a PostgreSQL server, for many machines.",
            discussion: """
                Makes the schema cph with its tables, or brings those of an older cph to this one's; where all is as it should \
                be, nothing is changed. It takes a role that may make schemas in that database, such as its owner. Those who buy \
                connect as another role: with --role it is made, or given the rights that buying needs, and no others. Only who \
                set the ledger up can then change what is recorded.

                A role that is made has no password, and how it may log in is the server's to say (pg_hba.conf).
                """)
        @Option(help: ArgumentHelp("The role that buys; it is made where it is missing.", valueName: "name"))
        var role: String?
        @Argument(help: "The server: postgresql://HOST/DATABASE, or service=NAME.") var address: String
        @OptionGroup var messages: MessageOptions

        func validate() throws {
            guard DatabaseAddress.isOne(address) else {
                throw ValidationError("\(address) is no server; a server is postgresql://HOST/DATABASE or service=NAME")
            }
            _ = try DatabaseAddress(option: "the address", address)
            if role?.isEmpty == true { throw ValidationError("--role needs a name") }
        }

        func run() throws {
            try reporting {
                let address = try DatabaseAddress(option: "the address", address)
                var options = Journal.Options()
                options.announce = { Output.asked("cph ledger: \($0)") }
                let outcome = try Journal.setUp(address, role: role, options: options)
                Output.line("\(address.words): \(outcome.tables.words)")
                guard let role, let found = outcome.role else { return }
                Output.line("role \(quoted(role)): \(found.words)")
                if found == .made {
                    Output.note(
                        "cph ledger: the role has no password; psql sets one with \\password, or pg_hba.conf names a certificate"
                    )
                }
            }
        }
    }
}

extension ServerSetUp.Tables {
    fileprivate var words: String {
        switch self {
        case .made: "the ledger is made"
        case .there: "the ledger is there"
        case .upgraded(let version): "the ledger is brought from format \(version) to this cph's"
        }
    }
}

extension ServerSetUp.Role {
    fileprivate var words: String {
        switch self {
        case .made: "made; it may buy, and nothing else"
        case .there(let logsIn): "it may buy, and nothing else" + (logsIn ? "" : "; it can't log in itself")
        }
    }
}

extension DatabaseAddress {
    /// Reads an address from the command line, where it may hold no password.
    init(option: String, _ text: String) throws {
        do throws(DatabaseAddressError) { try self.init(text) } catch { throw ValidationError("\(option): \(error)") }
        guard hasPassword else { return }
        throw ValidationError(
            "\(option) holds a password, which everybody on this machine sees in the list of processes; keep it in "
                + "PGPASSWORD, ~/.pgpass or a service file (CPH_LEDGER may hold one)")
    }
}
