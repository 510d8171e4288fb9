import ArgumentParser
import Clock
import Ledger
import Schema
import Text

extension LedgerCommand {
    struct Unlock: LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a name from the run of another machine that has it, and records why.",
            discussion: """
                A run that has ended loses its names by itself, after 15 seconds. What the run has sent is looked up by the next \
                one, and never sent again.
                """)
        @OptionGroup var place: LedgerOptions
        @Option(help: "Why that run may be shut out.") var reason: String
        @Argument(help: "The purchase's server_name.", completion: .shellCommand(ledgerNames)) var name: String
        @OptionGroup var messages: MessageOptions

        func run() throws {
            try reporting {
                let run = RunInfo.thisProcess(nil)
                let journal = try Journal.open(ledgerLocation(), .write, run: run)
                let now = SystemClock().milliseconds()
                for holder in try journal.unlock(name, reason: reason, by: run.user, at: now) {
                    Output.line("\(cleaned(name)) is free; \(cleaned(holder)) had it")
                }
            }
        }
    }
}
