import ArgumentParser
import Purchasing
import Schema
import Text

struct RunCommand: ConnectedCommand, LedgerUsingCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs a Lua script; also without the word run.",
        usage: "cph run [OPTIONS] SCRIPT [ARGUMENTS]",
        discussion: """
            Options stand before the script; one behind a script that declares none is refused, unless -- stands before the script: \
            cph run -- fleet.lua --dry-run gives it to the script.
            """)

    @OptionGroup var options: RunOptions

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("The script, or - for standard input, and its arguments.", valueName: "script"),
        completion: .file())
    var words: [String] = []

    var connection: ConnectionOptions { options.connection }
    var place: LedgerOptions { options.spending.place }

    func run() throws {
        try checkOptions()
        try Run(
            connection: options.connection, spending: options.spending, limits: options.limits,
            prompt: options.prompt, modules: options.modules, developer: options.developer, code: options.code,
            json: options.json, words: words
        ).run()
    }

    /// Refuses an unknown option, which the parser hands on as if it were the script.
    private func checkOptions() throws {
        guard let word = words.first, word.hasPrefix("-"), !["-", "--"].contains(word) else { return }
        if word == "--help" || word == "-h" { throw CleanExit.helpRequest(Self.self) }
        let known = Self.helpMessage().split { " ,\n<>".contains($0) }.map(String.init).filter { $0.hasPrefix("--") }
        let near = suggestion(for: word, among: known).map { ". Did you mean \($0)?" } ?? "."
        Output.error(
            "cph: unknown option \(word)\(near) Options go before the script; see cph run --help", kind: "usage")
        throw ExitStatus.usage
    }
}

/// All options of a run, which stand before the script.
struct RunOptions: ParsableArguments {
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var spending: SpendOptions
    @OptionGroup var limits: LimitOptions
    @OptionGroup var prompt: PromptOptions
    @OptionGroup var modules: ModuleOptions
    @OptionGroup var developer: DeveloperOptions

    @Option(
        name: .customShort("e"),
        help: ArgumentHelp("Run this before the script; an expression is printed.", valueName: "code"))
    var code: [String] = []

    @Flag(help: "Print the script's return value as JSON.")
    var json = false
}
