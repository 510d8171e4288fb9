import ArgumentParser
import Schema
import TestSupport
import Testing

@testable import cph

/// `--quiet` and `--log-json` are options of every command. The commands are those of the parser, so that none can forget them.
@Suite(.ownThreads)
struct MessageOptionTests {
    /// The words of every command: `["ledger", "list"]`.
    private static let commands: [[String]] = {
        func below(_ command: any ParsableCommand.Type, _ path: [String]) -> [[String]] {
            command.configuration.subcommands.flatMap { inner -> [[String]] in
                let words = path + [inner._commandName]
                return [words] + below(inner, words)
            }
        }
        return below(Root.self, [])
    }()

    /// What a command can't be without.
    private static let needed = [
        "completion": "bash", "new": "script game", "rehearse": "s.lua", "lib add": "inspect", "lib remove": "inspect",
        "lib why": "inspect", "lib vendor": "git+https://git.example.org/fleets.git#v1", "lib publish": "rocks",
        "ledger show": "game", "ledger approve": "0123456789", "ledger decline": "--reason no 0123456789",
        "ledger resolve": "--all", "ledger pay": "--all", "ledger backup": "copy", "ledger import-spool": "-",
        "ledger setup": "postgresql://db.example/cph", "ledger unlock": "--reason gone game",
        "ledger copy": "from to", "ledger accept-rollback": "--reason restored", "ledger policy set": "policy.lua",
        "ledger policy remove": "--reason none", "ledger report": "--by day",
    ]

    private func form(_ words: [String]) throws -> MessageForm {
        try #require(try Root.parseAsRoot(words) as? any MessagingCommand, "\(words)").messages.form
    }

    @Test(arguments: commands)
    func `is taken by every command`(path: [String]) throws {
        let rest = (Self.needed[path.joined(separator: " ")] ?? "").split(separator: " ").map(String.init)
        #expect(try form(path + rest) == MessageForm(isJSON: false, isQuiet: false))
        #expect(try form(path + ["--quiet"] + rest) == MessageForm(isJSON: false, isQuiet: true))
        #expect(try form(path + ["--log-json"] + rest) == MessageForm(isJSON: true, isQuiet: false))
        let (options, both) = (["--quiet", "--log-json"], MessageForm(isJSON: true, isQuiet: true))
        #expect(try form(Run.optionsBehindCommand(options + path + rest)) == both)
        // Those of `ledger list` may stand behind `ledger`.
        if path.count > 1 { #expect(try form(path.prefix(1) + options + path.dropFirst() + rest) == both) }
    }

    @Test(arguments: commands)
    func `makes what is wrong with a command line an object`(path: [String]) throws {
        let outcome = try Command.start(path + ["--log-json", "--no-such-option"]).wait()
        let errors = try objects(outcome)
        #expect(outcome.status == 2 && outcome.output.isEmpty && errors.count == 1, "\(outcome)")
        #expect(errors.first?["level"] == .string("error"), "\(outcome)")
    }

    @Test func `the page of an option that every command has does not list them`() throws {
        let page = try Command.cph("doc", "--quiet").output
        #expect(page.hasPrefix("--quiet\n") && page.hasSuffix("Taken by:\n  every command\n"), "\(page)")
        #expect(try Command.cph("--quiet", "doc").output == Command.cph("doc").output)
        #expect(try Command.cph("doc", "--quiet", "--allow-spend").output == Command.cph("doc", "--allow-spend").output)
    }

    // MARK: Notes and errors

    /// Runs a line of the shell in a folder of its own, where `cph` is the program.
    private func run(_ line: String, _ option: String = "") throws -> Command.Outcome {
        let folder = try TemporaryFolder(["s.lua": "print 'x'\n", "bad.lua": "x = = 1\n"])
        let script = "cd \(folder.path); cph() { \"$0\" \(option) \"$@\"; }; \(line)"
        return try RunningCommand("/bin/sh", ["-c", script, Command.executable], environment: ["HOME": folder.path])
            .wait()
    }

    private func objects(_ outcome: Command.Outcome) throws -> [Object] {
        try outcome.error.split(separator: "\n").map { try #require(try Value(json: String($0)).members, "\($0)") }
    }

    @Test(arguments: [
        "cph new script game", "cph check s.lua", "cph lib init game", "cph stdlib --dump out", "cph types",
        "cph policy", "cph trust --revoke", "cph ledger list", "cph ledger distrust", "cph doc --search server",
        "cph doc --man man",
    ])
    func `is obeyed by what a command says beside its result`(line: String) throws {
        let (loud, quiet, json) = (try run(line), try run(line, "--quiet"), try run(line, "--log-json"))
        #expect(!loud.error.isEmpty, "\(loud)")
        #expect(quiet.error.isEmpty && quiet.output == loud.output && quiet.status == loud.status, "\(quiet)")
        let messages = try objects(json)
        #expect(!messages.isEmpty && messages.allSatisfy { $0["level"] == .string("info") }, "\(json)")
        #expect(json.output == loud.output && json.status == loud.status, "\(json)")
    }

    @Test(arguments: [
        "cph new script s", "cph check bad.lua", "cph check none.lua", "cph lib list", "cph doc cph.odrer",
        "cph examples none", "cph rehearse none.lua", "cph test none_spec.lua", "cph ledger list --ledger none",
        "cph trust", "cph policy --project none", "cph completion tcsh", "cph emulator --listen nowhere",
    ])
    func `leaves errors`(line: String) throws {
        let (loud, quiet, json) = (try run(line), try run(line, "--quiet"), try run(line, "--log-json"))
        #expect(!loud.error.isEmpty && loud.status != 0, "\(loud)")
        #expect(quiet.error == loud.error && quiet.output == loud.output && quiet.status == loud.status, "\(quiet)")
        #expect(try objects(json).contains { $0["level"] == .string("error") }, "\(json)")
        #expect(json.output == loud.output && json.status == loud.status, "\(json)")
    }
}
