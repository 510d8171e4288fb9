import ArgumentParser
import Rehearsal
import Terminal
import TestSupport
import Testing

@testable import cph

/// What `cph --help` and `cph rehearse` look like on a terminal of 80 columns.
@Suite(.ownThreads)
struct HelpTests {
    private static let help = Root.helpMessage(columns: 80).split(separator: "\n").map(String.init)

    @Test func `help fits 80 columns and begins with three examples`() throws {
        #expect(Self.help.allSatisfy { $0.count <= 80 }, "\(Self.help.filter { $0.count > 80 })")
        let examples = Self.help.filter { $0.hasPrefix("    cph -") }
        #expect(examples.count == 3 && Self.help.firstIndex(of: "EXAMPLES:").map { $0 < 4 } == true)
        #expect(examples.allSatisfy { $0.contains("  ") })
    }

    @Test func `the examples run`() throws {
        let folder = try TemporaryFolder(["fleet.lua": fleet("game", 2)])
        for line in Self.help.filter({ $0.hasPrefix("    cph -") }) {
            let command = line.dropFirst(8).components(before: "   ")
            let account = command.contains("--emulator") ? "" : "CPH_EMULATOR=1 "
            let script = "cd \(folder.path); \(account)\"$0\" \(command)"
            let outcome = try RunningCommand("/bin/sh", ["-c", script, Command.executable]).wait()
            #expect(outcome.status == 0, "\(line): \(outcome)")
        }
    }

    @Test func `the common options are options of a run`() {
        let known = Set(RunCommand.helpMessage(columns: 200).split { " ,\n".contains($0) }.map(String.init))
        let common = Self.help.drop { !$0.hasPrefix("COMMON") }.dropFirst().prefix { $0.hasPrefix("    --") }
        #expect(common.count == 9)
        for line in common { #expect(known.contains(String(line.dropFirst(4).prefix { $0 != " " })), "\(line)") }
    }

    // MARK: Every command

    /// A command with those above it, as it is typed behind `cph`.
    private static func commands(
        _ command: any ParsableCommand.Type = Root.self, _ path: [String] = []
    ) -> [(path: [String], type: any ParsableCommand.Type)] {
        let below = command.configuration.subcommands.flatMap { commands($0, path + [$0._commandName]) }
        return [(path, command)] + below
    }

    /// The names at the start of a line such as `-v, --verbose` or `--state <file>`.
    private static func names(_ line: some StringProtocol) -> [String] {
        let words: [String] = line.split { ", /".contains($0) }.map { String($0) }
        return Array(words.prefix { $0.hasPrefix("-") })
    }

    @Test func `no help lists an option twice, and what it lists stands on the page of the command`() throws {
        let pages = Dictionary(
            CommandDescription.root.all.map { ($0.path, $0.options.flatMap { Self.names($0.name) }) },
            uniquingKeysWith: { first, _ in first })
        let commands = Self.commands()
        #expect(commands.count > 40)
        for command in commands {
            let help = helpText(Root.helpMessage(for: command.type, columns: 80)).split(separator: "\n")
            let names = help.filter { $0.hasPrefix("  -") }.flatMap { Self.names($0) }
            #expect(Set(names).count == names.count, "\(command.path): \(names)")
            let page = try #require(pages[(["cph"] + command.path).joined(separator: " ")])
            let missing = Set(names).subtracting(page + ["--version", "-h", "--help"])
            #expect(missing.isEmpty, "\(command.path): \(missing)")
        }
    }

    @Test func `an option that is called as the program's own is the command's alone`() throws {
        for words in [["lib", "publish", "--help"], ["help", "lib", "publish"], ["doc", "lib", "publish"]] {
            let outcome = try Command.start(words).wait()
            #expect(outcome.status == 0 && outcome.output.contains("\n  --version <version>  "), "\(outcome)")
            #expect(!outcome.output.contains("Show the version."), "\(outcome)")
        }
        let other = try Command.cph("lib", "list", "--help").output
        #expect(other.contains("\n  --version               Show the version.\n"), "\(other)")
    }

    // MARK: Rehearsals

    private static func report(_ seed: UInt64, wrong: Bool = false) -> SeedReport {
        var report = SeedReport(seed: seed)
        (report.runs, report.requests, report.digest) = (20, 2148, "c18107e364a03d68")
        if wrong { report.violations = ["a was bought 2 times"] }
        return report
    }

    @Test(arguments: [80, 98, 200])
    func `rows of a rehearsal stand below their titles`(columns: Int) {
        let rows = RehearsalRows(columns: columns, palette: Palette(isColored: false))
        let (heading, line) = (rows.heading, rows.line(Self.report(12)))
        let wrong = rows.line(Self.report(7, wrong: true))
        #expect(max(heading.count, wrong.count) <= columns)
        #expect(line.hasPrefix("  12    20      0      2148        0"))
        #expect(heading.hasPrefix("seed  runs  kills  requests  decided"))
        #expect(line.contains("c18107e364a03d68") == (columns > 80) && heading.contains("trace") == (columns > 80))
        #expect(wrong.hasSuffix(" WRONG"))
    }

    @Test func `in a pipe rows of a rehearsal have tabs`() {
        let rows = RehearsalRows(columns: nil, palette: Palette(isColored: false))
        #expect(rows.heading == SeedReport.columns && rows.line(Self.report(3)).split(separator: "\t").count == 11)
        #expect(rows.words("a  b") == "a  b")
    }
}

extension StringProtocol {
    /// What stands before `end`.
    fileprivate func components(before end: String) -> String {
        firstRange(of: end).map { String(self[..<$0.lowerBound]) } ?? String(self)
    }
}
