import ArgumentParser
import Ledger
import Text

extension LedgerCommand {
    struct Backup: LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copies the ledger to another file and checks the copy; runs may go on meanwhile.",
            discussion: """
                The copy is a file, also of a ledger on a server, for the day on which the ledger is lost. Put in its place, \
                it does not know what was bought since: cph notices that by what it remembers of the ledger, and buys nothing \
                until a person has said so with cph ledger accept-rollback --reason TEXT. Look at the account \
                first, with cph ledger resolve for what is missing. In another place nobody notices: what buys with a copy there \
                knows nothing of what was bought since.
                """)
        @OptionGroup var place: LedgerOptions
        @Argument(help: "The file to write, which must not exist.", completion: .file()) var file: String
        @OptionGroup var messages: MessageOptions

        func run() throws {
            try reporting {
                let copy = try openLedger().backup(to: file)
                Output.line(
                    "copied \(counted(copy.events, "event")) of \(counted(copy.purchases, "purchase")) to \(cleaned(file))"
                )
                Output.line("chain ends at \(copy.headHash)")
            }
        }
    }
}
