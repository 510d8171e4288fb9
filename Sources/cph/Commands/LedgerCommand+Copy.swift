import ArgumentParser
import Ledger
import Text

extension LedgerCommand {
    struct Copy: MessagingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Moves the ledger to another place: a file to a server, a server to a file, a file to a file.",
            discussion: """
                Every event keeps its number and its hash, and the copy is checked before it counts. Then FROM says where it \
                went: nobody buys with it any more, and it can still be read. TO holds no ledger before; a server's tables \
                are made where they are missing, by a role that may make them. Where it is killed or fails, run it again \
                with the same two places: at no moment can both be bought with.
                """)
        @Argument(help: "The ledger: a file, or postgresql://HOST/DATABASE.", completion: .file()) var from: String
        @Argument(help: "Where it goes.", completion: .file()) var to: String
        @OptionGroup var messages: MessageOptions

        func run() throws {
            try reporting {
                let (from, to) = (try LedgerOptions.location(from), try LedgerOptions.location(to))
                let copy = try Journal.move(from, to: to, run: .thisProcess(nil), options: LedgerOptions.unset.opening)
                Output.line(
                    cleaned(
                        "copied \(counted(copy.events, "event")) of \(counted(copy.purchases, "purchase")) to \(to.words)"
                    ))
                Output.line("chain ends at \(copy.headHash)")
                Output.note("cph ledger: nobody buys with \(from.words) any more; name the new place with --ledger")
            }
        }
    }
}
