import Docs
import Emulator
import Projects
import Schema
import TestSupport
import Testing

import struct Purchasing.ExitStatus

@testable import cph

/// The manual: what `cph doc --man` writes, and `cph help` shows.
@Suite(.ownThreads)
struct ManualTests {
    private static func written() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let outcome = try Command.cph("doc", "--man", folder.path)
        #expect(outcome.status == 0, "\(outcome.error)")
        return folder
    }

    @Test func `mandoc has nothing against any page`() throws {
        let folder = try Self.written()
        let names = manualPages.map(\.file)
        let lint = try RunningCommand(
            "/bin/sh", ["-c", "cd \(folder.path) && mandoc -Tlint \(names.joined(separator: " "))"])
        let outcome = try lint.wait()
        #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.error.isEmpty, "\(outcome)")
    }

    @Test func `there is a page for each command, each kind of file, what they share, and each guide`() throws {
        let names = Set(manualPages.map(\.file))
        for command in Root.configuration.subcommands {
            let name = try #require(command.configuration.commandName)
            #expect(names.contains("cph-\(name).1"), "\(name)")
        }
        let others = [
            "cph.1", "cph-project.5", "cph-policy.5", "cph-catalogue.5", "cph-exit-codes.7", "cph-environment.7",
            "cph-guide-in-doubt.7",
        ]
        #expect(names.isSuperset(of: others) && names.count == manualPages.count)
        for page in manualPages {
            for other in page.seeAlso {
                let file = other.replacing("(", with: ".").replacing(")", with: "")
                #expect(names.contains(file), "\(page.file) sends its reader to \(other)")
            }
        }
    }

    @Test func `a shell completes the name of every page`() {
        let topics = Set(manualTopics)
        let names = manualPages.map { page in
            ["cph-guide-", "cph-"].first { page.name.hasPrefix($0) }.map { String(page.name.dropFirst($0.count)) }
        }
        #expect(topics == Set(names.compactMap(\.self)))
    }

    @Test func `the page of a command has its commands and options, and that of cph what all share`() throws {
        let ledger = try #require(manualPages.first { $0.file == "cph-ledger.1" }).text
        for words in ["cph ledger resolve", "--evidence <evidence>", "--in-doubt"] { #expect(ledger.contains(words)) }
        let main = try #require(manualPages.first { $0.file == "cph.1" }).text
        for variable in CPHVariable.allCases { #expect(main.contains(variable.rawValue)) }
        for (status, _) in ExitStatus.documented { #expect(main.contains("\n  \(status.rawValue)\n")) }
        #expect(main.contains("~/.local/state/cph/ledger.sqlite3"))
        let emulator = try #require(manualPages.first { $0.file == "cph-emulator.1" }).text
        #expect(emulator.contains("\n  reset-after=WHEN\n      Bought, then the connection is reset.\n"))
    }

    @Test(arguments: manualPages.map(\.file))
    func `cph help shows the words that man shows`(file: String) throws {
        let page = try #require(manualPages.first { $0.file == file })
        let roff = page.roff(version: "1", date: "2026-01-01")
        let outcome = try RunningCommand("/usr/bin/mandoc", ["-Tutf8", "-Owidth=78"], input: roff).wait()
        let shown = outcome.output.split(separator: "\n").dropFirst().dropLast().joined(separator: "\n")
        #expect(Self.letters(shown) == Self.letters(page.text), "\(page.file)")
    }

    /// The letters and digits, without what a terminal prints over them and without the breaks of words.
    private static func letters(_ text: String) -> String {
        var letters: [Character] = []
        for character in text {
            if character == "\u{8}" { letters.removeLast() } else { letters.append(character) }
        }
        return String(letters.filter { $0.isLetter || $0.isNumber })
    }

    @Test func `help is a page of the manual, or else of the reference, or else says what there is`() throws {
        #expect(try Command.cph("help", "run").output.hasPrefix("NAME\n  cph-run - Runs a Lua script"))
        #expect(try Command.cph("help", "policy").output.hasPrefix("NAME\n  cph-policy - Shows"))
        #expect(try Command.cph("help", "5", "policy").output.hasPrefix("NAME\n  cph-policy - what may not be bought"))
        for words in ["policy(5)", "cph-policy(5)"] {
            #expect(try Command.cph("help", words).output.hasPrefix("NAME\n  cph-policy - what may not be bought"))
        }
        #expect(try Command.cph("help", "ledger-copy").output.hasPrefix("cph ledger copy"))
        #expect(try Command.cph("help", "exit-codes").output.contains("\n  20\n      A purchase is in doubt"))
        #expect(try Command.cph("help", "in-doubt").output.contains("\nWHAT CPH DOES\n"))
        #expect(try Command.cph("help", "cph-run").output == Command.cph("help", "run").output)
        #expect(try Command.cph("help", "ledger", "list").output.hasPrefix("cph ledger list"))
        #expect(try Command.cph("help", "CreateServer").output == Command.cph("doc", "CreateServer").output)
        #expect(try Command.cph("help").output.contains("\nSUBCOMMANDS:\n"))
        let nothing = try Command.cph("help", "nosuch")
        #expect(nothing.status == 2 && nothing.error.hasPrefix("cph help: nothing is called nosuch"), "\(nothing)")
    }

    @Test func `the examples of files are right`() throws {
        let settings = try ProjectSettings(Array(projectExample.utf8), name: "cph.project.lua")
        #expect(
            settings.servers.count == 2 && settings.ledger != nil && settings.prices != nil && settings.notify != nil)
        let folder = try TemporaryFolder(["small.json": catalogueExample, "cph.project.lua": projectExample])
        let run = ["--emulator", "--catalogue", "\(folder.path)/small.json", "-"]
        let buy = fleet("game", 3).replacing("count = 3", with: "count = 3, availability_zone = 'cn-east-3a'")
        let outcome = try Command.start(run, input: buy).wait()
        #expect(outcome.status == 0 && outcome.lines.count == 3, "\(outcome.error)")
        let policy = try Command.cph("policy", "show", "--project", folder.path, "--ledger", "\(folder.path)/none")
        #expect(policy.status == 0 && policy.output.contains("names"), "\(policy.error)")
    }

    @Test func `every setting of a project is in the manual, and read`() throws {
        for name in ProjectSettings.documented.map(\.name) where !name.contains(".") {
            let error = #expect(throws: ProjectError.self) {
                try ProjectSettings(Array("return { \(name) = 0 / 0 }".utf8), name: "x")
            }
            #expect(error.map { !"\($0)".contains("is not a setting") } == true, "\(name)")
        }
    }
}
