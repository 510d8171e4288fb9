import TestSupport
import Testing

/// `cph completion SHELL`.
@Suite(.ownThreads)
struct ShellCompletionTests {
    @Test(arguments: ["bash", "zsh", "fish"])
    func `a script for a shell names every command and the options of a run`(shell: String) throws {
        let outcome = try Command.cph("completion", shell)
        #expect(outcome.status == 0 && outcome.error.isEmpty)
        for command in try Self.commands { #expect(outcome.output.contains(command), "\(command) in \(shell)") }
        for option in ["allow-spend", "emulator", "dry-run"] { #expect(outcome.output.contains(option)) }
    }

    @Test(arguments: [
        ("comple", "completion"), ("--allow-s", "--allow-spend"), ("--emulator --dry", "--dry-run"),
        ("ledger res", "resolve"), ("--color ne", "never"), ("--region ru", "ru-northwest-2"),
        ("ledger export --format js", "jsonl"), ("completion f", "fish"), ("help cata", "catalogue"),
        ("new fl", "fleet"),
        ("examples mir", "mirror"), ("doc gu", "guide"),
    ])
    func `bash completes commands, options and their values`(words: String, completion: String) throws {
        #expect(try complete(words) == completion)
    }

    @Test(arguments: [
        ("bash", ".local/share/bash-completion/completions/cph"), ("fish", ".config/fish/completions/cph.fish"),
    ])
    func `what help says to type works in a new home`(shell: String, file: String) throws {
        let lines = try Command.cph("completion", "--help").lines.drop { !$0.hasPrefix("\(shell): ") }
        let recipe = lines.first.map { [$0.dropFirst(shell.count + 2)] } ?? []
        let script = (recipe + lines.dropFirst().prefix { $0.hasPrefix("  ") }.map { $0[...] }).joined(separator: "\n")
        let home = try TemporaryFolder()
        let outcome = try RunningCommand(
            "/bin/bash", ["-c", "set -e; cph() { '\(Command.executable)' \"$@\"; }\n\(script)"],
            environment: ["HOME": home.path, "PATH": "/usr/bin:/bin"]
        ).wait()
        #expect(outcome.status == 0 && outcome.error.isEmpty, "\(script): \(outcome)")
        #expect(home.text(file)?.contains("allow-spend") == true, "\(script)")
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `help is ours alone, and offered once`(shell: String) throws {
        let script = try Command.cph("completion", shell).output
        #expect(!script.contains("Show subcommand help information.") && !script.contains("completion help'"))
        #expect(!script.contains("completion|help)") && script.ranges(of: "\n_cph_help() {").count < 2)
    }

    @Test func `behind a script its own options are offered, and it does nothing else`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "buy.lua",
            """
            local args = cph.args { summary = "Buys.", { "--zone", help = "a zone" }, { "--count", type = "integer", help = "x" } }
            io.open("\(folder.path)/touched", "w")
            """)
        try folder.write("none.lua", "io.open('\(folder.path)/touched', 'w')")
        #expect(try complete("\(folder.path)/buy.lua --") == "--help --zone --count")
        #expect(try complete("--emulator \(folder.path)/buy.lua --z") == "--zone")
        #expect(try complete("\(folder.path)/none.lua --") == "")
        #expect(folder.text("touched") == nil)
        #expect(try complete("check \(folder.path)/buy.lua --col") == "--color")
    }

    @Test func `names of purchases are those of the ledger`() throws {
        let cloud = try LocalCloud()
        _ = try cloud.cph("--allow-spend", "1", "-", "web-7", input: FullDiskTests.script)
        #expect(try complete("ledger show w", environment: cloud.environment) == "web-7")
    }

    @Test func `another shell is a mistake that names those there are`() throws {
        let outcome = try Command.cph("completion", "tcsh")
        #expect(outcome.status == 2 && outcome.error.contains("bash") && outcome.error.contains("fish"))
    }

    /// What bash makes of Tab after `words`.
    private func complete(_ words: String, environment: [String: String] = [:]) throws -> String {
        let folder = try TemporaryFolder(["cph.bash": Command.cph("completion", "bash").output])
        let parts = ["cph"] + words.split(separator: " ").map(String.init)
        let script = """
            cph() { '\(Command.executable)' "$@"; }
            source '\(folder.path)/cph.bash'
            COMP_WORDS=(\(parts.joined(separator: " "))) COMP_CWORD=\(parts.count - 1)
            COMP_LINE='cph \(words)' COMP_POINT=\(words.count + 4)
            _cph_typed cph "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf %s "${COMPREPLY[*]}"
            """
        return try RunningCommand("/bin/bash", ["-c", script], environment: environment).wait().output
    }

    /// As `cph --help` lists them.
    private static var commands: [String] {
        get throws {
            let lines = try Command.cph("--help").output.split(separator: "\n")
            let names = lines.drop { $0 != "SUBCOMMANDS:" }.dropFirst().compactMap { line in
                line.hasPrefix("  ") && !line.hasPrefix("   ") ? line.split(separator: " ").first.map(String.init) : nil
            }
            try #require(names.count > 10)
            return names.filter { $0 != "See" }
        }
    }
}
