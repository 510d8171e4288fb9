import ArgumentParser
import CPHModel
import Ledger

extension LedgerCommand {
    struct SetUp: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "setup", abstract: "Makes a ledger on a PostgreSQL server, for many machines.")
        @Argument(help: "The server: postgresql://HOST/DATABASE, or service=NAME.") var address: String

        func run() throws {
            try reporting {
                let address = ServerAddress(address)
                let isNew = try Journal.setUp(address)
                Output.line("\(address.words): \(isNew ? "the ledger is made" : "the ledger is there")")
            }
        }
    }
}
