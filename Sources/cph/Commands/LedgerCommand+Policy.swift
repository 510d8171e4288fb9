import ArgumentParser
import CPHModel
import Clock
import Files
import Ledger
import Policies
import Projects
import Text

extension LedgerCommand {
    struct PolicyOfLedger: MessagingCommand {
        static let configuration = CommandConfiguration(
            commandName: "policy", abstract: "Shows, sets or removes the policy of everybody who records here.",
            discussion: """
                The policy is a line of the history: it says who has set it, and cph ledger verify covers it. On a server only \
                who set the ledger up may set it; in a file, whoever may write the file. It holds beside the policies of \
                machines and projects, and none of them loosens another.
                """,
            subcommands: [Show.self, Set.self, Remove.self], defaultSubcommand: Show.self)
        @OptionGroup var messages: MessageOptions
    }
}

extension LedgerCommand.PolicyOfLedger {
    struct Show: LedgerUsingCommand {
        static let configuration = CommandConfiguration(abstract: "Prints the policy as it was written.")
        @OptionGroup var place: LedgerOptions
        @OptionGroup var messages: MessageOptions

        func run() throws {
            try reporting {
                guard let recorded = try openLedger().policy() else {
                    return Output.note("cph ledger: the ledger has no policy")
                }
                Output.note("cph ledger: set by \(recorded.user.words), \(recorded.time)")
                Output.line(
                    cleaned(block: recorded.text.hasSuffix("\n") ? String(recorded.text.dropLast()) : recorded.text))
            }
        }
    }

    struct Set: LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads a policy from a file, and lets it hold for everybody who records here.")
        @OptionGroup var place: LedgerOptions
        @Option(help: "Why it is set.") var reason: String?
        @Argument(help: "A file as /etc/cph/policy.lua would be.", completion: .file()) var file: String
        @OptionGroup var messages: MessageOptions

        func run() throws {
            try reporting {
                let (bytes, policy) = try read()
                try setPolicy(policy, text: String(decoding: bytes, as: UTF8.self), reason: reason)
                Output.line("the policy holds: \(counted(policy.written.count, "rule"))")
            }
        }

        private func read() throws -> (bytes: [UInt8], policy: Policy) {
            do {
                let bytes = try Files.read(file, limit: 1 << 20)
                return (bytes, try PolicyFile.ofLedger(bytes, name: file))
            } catch let error as PolicyError {
                throw CPHError(.denied, "\(error)\nnothing was changed")
            } catch { throw CPHError(.denied, "\(error); nothing was changed") }
        }
    }

    struct Remove: LedgerUsingCommand {
        static let configuration = CommandConfiguration(abstract: "Takes the policy back; the history keeps it.")
        @OptionGroup var place: LedgerOptions
        @Option(help: "Why nothing is to hold from now on.") var reason: String
        @OptionGroup var messages: MessageOptions

        func run() throws {
            try reporting {
                guard try openLedger().policy() != nil else {
                    return Output.note("cph ledger: the ledger has no policy")
                }
                try setPolicy(nil, text: "", reason: reason)
                Output.line("the ledger has no policy any more")
            }
        }
    }
}

extension LedgerUsingCommand {
    fileprivate func setPolicy(_ policy: Policy?, text: String, reason: String?) throws {
        let journal = try Journal.open(ledgerLocation(), .write, run: .thisProcess(nil), options: place.opening)
        let now = SystemClock().milliseconds()
        try journal.setPolicy(policy, text: text, reason: reason, at: now)
        try journal.close(exit: 0, at: now)
    }
}
