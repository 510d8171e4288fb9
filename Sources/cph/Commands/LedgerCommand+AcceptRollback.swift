import ArgumentParser
import Ledger
import Text

extension LedgerCommand {
    struct AcceptRollback: LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept-rollback",
            abstract: "Goes on with a ledger that is older than it was, such as a backup that was put in its place.",
            discussion: """
                What was bought since is not in the ledger, and its names would be bought again: look at the account first. \
                Whoever decides, when, why, and what is given up stands in the ledger then. Each machine that remembers more, \
                and each witness, is asked for itself.
                """)
        @OptionGroup var place: LedgerOptions
        @Option(help: "Why it is right to go on with it.") var reason: String
        @OptionGroup var messages: MessageOptions

        func run() throws {
            try reporting {
                let given = try Journal.acceptRollback(
                    ledgerLocation(), reason: reason, run: .thisProcess(nil), options: place.opening)
                for words in given { Output.line(cleaned("given up: \(words)")) }
            }
        }
    }
}
