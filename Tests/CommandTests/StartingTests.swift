import Stdlib
import TestSupport
import Testing

@testable import cph

/// What somebody begins with: `cph new` and `cph examples`.
@Suite(.ownThreads)
struct StartingTests {
    private func shell(_ command: String, in folder: TemporaryFolder) throws -> Command.Outcome {
        try RunningCommand(
            "/bin/sh", ["-c", "cd \(folder.path) && \(command.replacing("cph ", with: "\(Command.executable) "))"]
        )
        .wait()
    }

    @Test func `what is written passes check and test, and runs`() throws {
        let folder = try TemporaryFolder()
        for (kind, path) in [
            ("script", "my-game.lua"), ("library", "lib/my_game.lua"), ("test", "spec/my_game_spec.lua"),
        ] {
            let outcome = try shell("cph new \(kind) my-game", in: folder)
            #expect(
                outcome.status == 0 && outcome.error.hasPrefix("cph: \(path) is written; next: cph "),
                "\(outcome.error)")
            #expect(folder.text(path)?.contains("NAME") == false && folder.text(path)?.contains("MODULE") == false)
        }
        #expect(try shell("cph new fleet night", in: folder).status == 0)
        let check = try shell("cph check --strict", in: folder)
        #expect(check.status == 0 && check.output.isEmpty, "\(check)")
        let test = try shell("cph test", in: folder)
        #expect(test.status == 0 && test.output.contains("3 passed"), "\(test)")
        #expect(try shell("cph --emulator my-game.lua", in: folder).lines.count == 1)
        #expect(try shell("cph --emulator night.lua --per-subnet 3", in: folder).lines.count == 6)
        #expect(try shell("cph --emulator night.lua --help", in: folder).output.hasPrefix("usage: night.lua "))
    }

    @Test func `a library serves a script as its own comment says`() throws {
        let folder = try TemporaryFolder(["cph.project.lua": "return {}", "scripts/x.lua": ""])
        #expect(try shell("cd scripts && cph new library fleets", in: folder).status == 0)
        let text = try #require(folder.text("lib/fleets.lua"))
        let example = text.split(separator: "\n").filter { $0.hasPrefix("---     ") }.map { $0.dropFirst(8) }
        try folder.write("scripts/x.lua", example.joined(separator: "\n"))
        let run = try shell("cph --emulator scripts/x.lua", in: folder)
        #expect(run.status == 0 && run.error.contains("5 bought"), "\(run.error)")
        #expect(try shell("cph check --strict", in: folder).status == 0)
        #expect(try shell("cph new script y", in: folder).error.hasPrefix("cph: scripts/y.lua is written; "))
    }

    @Test(arguments: NewCommand.Kind.allCases)
    func `nothing is ever replaced`(kind: NewCommand.Kind) throws {
        let mine = ["game.lua": "mine", "lib/game.lua": "mine", "spec/game_spec.lua": "mine"]
        let folder = try TemporaryFolder(mine)
        let outcome = try shell("cph new \(kind.rawValue) game", in: folder)
        #expect(outcome.status == 3 && outcome.error.hasSuffix("is there already, and stays as it is\n"))
        for path in mine.keys { #expect(folder.text(path) == "mine") }
    }

    @Test(arguments: ["../game", "Game", "", "1game", "game.lua", "-x"])
    func `what is no name is refused`(name: String) throws {
        let folder = try TemporaryFolder()
        #expect(try shell("cph new script '\(name)'", in: folder).status == 2)
    }

    @Test func `examples are listed and printed, byte for byte`() throws {
        let list = try Command.cph("examples").lines
        #expect(list.count == ScriptsTests.scripts.count)
        for (name, line) in zip(ScriptsTests.scripts, list) {
            #expect(line.hasPrefix("\(name) ") && line.hasSuffix("."), "\(line)")
            #expect(try Command.cph("examples", name).output == Repository.text("scripts/\(name).lua"))
        }
        #expect(try Command.cph("examples", "fleet.lua").status == 0)
        let slip = try Command.cph("examples", "fleets")
        #expect(slip.status == 2 && slip.error == "cph examples: there is no example \"fleets\"; did you mean fleet?\n")
    }
}
