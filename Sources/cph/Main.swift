import ArgumentParser
import CPHClient
import Files
import Glibc
import Purchasing

/// The entry point: finds the command, runs it, and turns its outcome into an exit code.
@main
enum Main {
    static func main() {
        StandardStreams.hold()
        Environment.closeMemory()
        Environment.hide(hiddenVariables)
        CPHVariable.hideLedgerPassword()
        BrokenOutputPipe.watch()
        // Nor must a limit on the size of files (`ulimit -f`): what can't be written is an error like any other.
        signal(SIGXFSZ, SIG_IGN)
        let arguments = Run.optionsBehindCommand(DocCommand.withNames(Array(CommandLine.arguments.dropFirst())))
        Output.form = MessageForm(unread: arguments)
        let status = checkVariables(arguments) ?? run(arguments)
        exit(Output.finish(status).rawValue)
    }

    /// Refuses to begin with a variable that cannot be read: whoever set it means something by it. Help and completion are
    /// to be had all the same.
    private static func checkVariables(_ arguments: [String]) -> ExitStatus? {
        if ["--help", "-h", "--version", "help", "completion"].contains(arguments.first) { return nil }
        for warning in CPHVariable.warnings() { Output.note("cph: warning: \(warning)") }
        guard let problems = CPHVariable.problems() else { return nil }
        for line in problems.split(separator: "\n") { Output.error("cph: \(line)", kind: "usage") }
        return .usage
    }

    private static func run(_ arguments: [String]) -> ExitStatus {
        do {
            if arguments == ["--version", "--verbose"] {
                Output.line(VersionReport().text)
            } else if let run = Run(usual: arguments) {
                Output.form = run.connection.logging.form
                Output.hints = LedgerHints(run.spending.place, run.connection)
                try run.run()
            } else {
                var command = try Root.parseAsRoot(Run.isCommand(arguments.first) ? arguments : ["run"] + arguments)
                Output.form = (command as? any MessagingCommand)?.messages.form ?? MessageForm()
                if let command = command as? any LedgerUsingCommand {
                    Output.hints = LedgerHints(command.place, command.cloud)
                }
                try command.run()
            }
            return .done
        } catch let status as ExitStatus {
            return status
        } catch {
            return report(error, arguments)
        }
    }

    private static func report(_ error: any Error, _ arguments: [String]) -> ExitStatus {
        let text = UnknownSubcommand.message(arguments) ?? Root.fullMessage(for: error)
        guard Root.exitCode(for: error) != .success else {
            Output.line(helpText(text))
            return .done
        }
        Output.error(text, kind: "usage")
        return .usage
    }
}

struct Root: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cph",
        abstract: "Scripts the purchase of Huawei Cloud Phone servers in Lua.",
        usage: """
            cph [OPTIONS] SCRIPT [ARGUMENTS]
            cph [OPTIONS] -e CODE
            cph COMMAND
            cph --version [--verbose]
            """,
        discussion: discussion,
        version: version,
        subcommands: [
            RunCommand.self,
            CheckCommand.self,
            TestCommand.self,
            EmulatorCommand.self,
            LedgerCommand.self,
            PolicyCommand.self,
            TrustCommand.self,
            DoctorCommand.self,
            WhoAmICommand.self,
            RehearseCommand.self,
            NewCommand.self,
            ExamplesCommand.self,
            DocCommand.self,
            HelpTopicCommand.self,
            TypesCommand.self,
            StdlibCommand.self,
            LibCommand.self,
            CompletionCommand.self,
        ])

    /// The version of the program; between releases that of the next one, with `-dev` behind it. Set by hand at a release, as
    /// `CONTRIBUTING.md` says.
    static let version = "0.2.0-dev"

    /// When that version was made, likewise: the date on the pages of the manual, which are the same wherever they are made.
    static let versionDate = "2026-12-01"

    /// What most runs need. A test runs the examples and looks the options up. Lines behind four blanks are code on the site and
    /// in the manual.
    private static let discussion = """
        EXAMPLES:
            cph --emulator fleet.lua          try a script; nothing costs anything
            cph --dry-run fleet.lua           show what it would buy in your account
            cph --emulator -e 'cph.version'   run a piece of Lua, print what it gives

        COMMON OPTIONS, before the script (cph help run has the others):
            --emulator          an embedded cloud: no account, no network, no approval
            --dry-run           buy and change nothing, show what would be sent
            --allow-spend N     servers that this run may buy without asking
            --region NAME       region, such as cn-east-3
            --project-id ID     project; looked up by region when absent
            --ledger PLACE      the record of purchases, a file or postgresql://...
            --json              print the script's return value as JSON
            --quiet             only errors on standard error
            --log-json          messages and errors as lines of JSON
        """
}
