import Files
import Glibc
import TestSupport
import Testing

@testable import cph

/// Options of cph that stand behind the script, where nobody would look at them.
@Suite(.ownThreads)
struct OptionBehindScriptTests {
    private static let buys = """
        print "ran"
        cph.servers.create { server_name = "s", server_model_name = "cph.p.1", image_id = "i" }
        """

    private func message(_ option: String, _ script: String) -> String {
        "cph: \(option) stands behind the script \(script), which declares no options: it would be ignored; put it before "
            + "the script, or -- before the script if the script is to have it\n"
    }

    @Test(arguments: [
        "--dry-run", "--emulator", "--allow-spend=1", "--ledger", "--help", "-h", "--version", "--log-json", "--stdlib",
        "a -x --quiet", "--name --trust --",
    ])
    func `an option that the script would not look at ends the run before it begins`(words: String) throws {
        let folder = try TemporaryFolder(["plain.lua": Self.buys], isInMemory: true)
        let words = words.split(separator: " ").map(String.init)
        let script = "\(folder.path)/plain.lua"
        let outcome = try Command.start(["--emulator", "-e", "print(1)", script] + words).wait()
        let own = words.first { ["--name", "-x", "a"].contains($0) == false }.map { $0.prefix { $0 != "=" } } ?? ""
        #expect(
            outcome.status == 2 && outcome.output.isEmpty && outcome.error == message(String(own), script), "\(outcome)"
        )
    }

    @Test func `a script that is run by its own name is the same`() throws {
        let text = "#!/usr/bin/env -S \(Command.executable) run --emulator\nprint 'ran'\n"
        let folder = try TemporaryFolder(["fleet": text])
        #expect(chmod("\(folder.path)/fleet", 0o700) == 0)
        let outcome = try RunningCommand("\(folder.path)/fleet", ["--dry-run"]).wait()
        #expect(outcome.status == 2 && outcome.error == message("--dry-run", "\(folder.path)/fleet"), "\(outcome)")
        #expect(try RunningCommand("\(folder.path)/fleet", ["--", "--dry-run"]).wait().output == "ran\n")
    }

    @Test func `standard input is a script like any other`() throws {
        let outcome = try Command.cph("--emulator", "-", "--dry-run", input: Self.buys)
        #expect(outcome.status == 2 && outcome.error == message("--dry-run", "stdin"), "\(outcome)")
    }

    @Test(arguments: [
        ["--"], ["run", "--"], ["--emulator", "--"], ["--ledger", "x.ledger", "--"], ["-e", "", "--"],
    ])
    func `all behind a script with -- before it is the script's`(front: [String]) throws {
        let folder = try TemporaryFolder(["plain.lua": "print(arg[0]:match '[^/]+$', ...)"])
        let outcome = try Command.start(front + ["\(folder.path)/plain.lua", "--dry-run", "-h", "--", "x"]).wait()
        #expect(outcome.status == 0 && outcome.output == "plain.lua\t--dry-run\t-h\t--\tx\n", "\(outcome)")
    }

    @Test(arguments: [
        // What reads its arguments and knows the name.
        ("if arg[1] == '--dry-run' then end", "--dry-run", true),
        ("local o = {...} print(o.dry_run)", "--dry-run=1", true),
        ("local cli = require 'cli' if cli.dry_run then end", "--dry-run", true),
        ("if arg[1] == '-h' then end", "-h", true), ("help(...)", "--help", true),
        // What declares its options answers the others itself.
        ("cph.args { summary = '' }", "--dry-run", true), ("local a = require 'cph.args'", "--dry-run", true),
        // What is none of cph's, or none at all.
        ("", "--no-such", true), ("", "dry-run", true), ("", "-", true), ("", "-x", true), ("", "-- --dry-run", true),
        // What only says how it is called, has another name, or reads nothing.
        ("-- cph --dry-run fleet.lua\nprint(...)", "--dry-run", false), ("print(arg[1])", "--dry-run", false),
        ("-- cph.args is not used", "--dry-run", false), ("print 'this is no --dry-run'", "--dry-run", false),
        ("cph.ledger.list {}", "--ledger", false), ("local region = 'x'", "--region=y", false),
        ("local t = { args = 1 } print(t.args)", "--help", false), ("print(", "--dry-run", false),
    ])
    func `the script's text decides whether an option can be its own`(text: String, words: String, isTaken: Bool) {
        let words = ScriptWords(["s.lua"] + words.split(separator: " ").map(String.init))
        let names = CommandDescription.run.optionNames.keys
        #expect((words.ignoredOption(source: Array(text.utf8)) { names } == nil) == isTaken)
    }

    @Test func `every option of a run counts as one of cph's`() {
        let names = CommandDescription.run.optionNames
        for option in Run.usualFlags { #expect(names[option] == false, "\(option)") }
        for option in Run.usualTexts + Run.usualNumbers { #expect(names[option] == true, "\(option)") }
        #expect(names["--help"] == false && names["-h"] == false && names["--version"] == false && names["-e"] == nil)
    }

    @Test func `a script that declares options says which are cph's, and is not offered others for them`() throws {
        let folder = try TemporaryFolder([
            "fleet.lua": """
            cph.args { summary = "Buys.", { "--region-name", help = "a name" }, { "--quiet", type = "flag", help = "q" } }
            print "ran"
            """
        ])
        let script = "\(folder.path)/fleet.lua"
        let outcome = try Command.cph(script, "--region", "r", "--emulator", "--ledger=l", "--regoin-name", "x")
        #expect(
            outcome.status == 2
                && outcome.error.hasPrefix(
                    """
                    fleet.lua: there is no option --region; it is an option of cph and stands before the script
                    fleet.lua: there is no option --emulator; it is an option of cph and stands before the script
                    fleet.lua: there is no option --ledger; it is an option of cph and stands before the script
                    fleet.lua: there is no option --regoin-name; did you mean --region-name?
                    usage:
                    """),
            "\(outcome)")
        #expect(try Command.cph(script, "--quiet").output == "ran\n")
    }
}
