import TestSupport
import Testing

/// What `stdlib/LIBRARIES.md` shows, done in a project as it describes.
@Suite(.ownThreads)
struct LibraryManualTests {
    private static func text() throws -> String {
        String(decoding: try Vectors.file("stdlib/LIBRARIES.md"), as: UTF8.self)
    }

    /// The pieces of Lua, by the file that their first line names.
    private static func files() throws -> [String: String] {
        let pieces = try text().split(separator: "```lua\n-- ", omittingEmptySubsequences: false).dropFirst().map {
            part in
            let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            let code = String(lines[1]).split(separator: "```", omittingEmptySubsequences: false)[0]
            return (String(lines[0]), String(code))
        }
        return Dictionary(uniqueKeysWithValues: pieces)
    }

    private static func project() throws -> TemporaryFolder {
        let rockspec = """
            rockspec_format = "3.0" package = "fleet-ops" version = "dev-1" source = { url = "git+file:///dev/null" }
            dependencies = {} build = { type = "builtin" }
            """
        return try TemporaryFolder(try files().merging(["fleet-ops-dev-1.rockspec": rockspec]) { $1 })
    }

    @Test(arguments: [("scripts/grid.lua", "25\n"), ("scripts/deploy.lua", "2\n")])
    func `its scripts run and buy what they say`(script: String, output: String) throws {
        let project = try Self.project()
        let outcome = try Command.cph("--emulator", "\(project.path)/\(script)")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.output == output)
    }

    @Test func `its tests pass`() throws {
        let project = try Self.project()
        let outcome = try Command.cph("test", "\(project.path)/spec")
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("1 passed, 0 failed in 1 file"))
    }

    @Test func `-v says where each module came from`() throws {
        let project = try Self.project()
        let outcome = try Command.cph("--emulator", "-v", "\(project.path)/scripts/deploy.lua")
        #expect(outcome.error.contains("cph: company.fleets from lib/company/fleets.lua\n"))
        #expect(
            outcome.error.contains(
                "cph: deploy from lua_modules/share/lua/5.4/deploy.lua (deploy, which no lock names)\n"))
    }

    @Test func `its commands work one after the other`() throws {
        let author = try Self.project()
        let server = try TemporaryFolder()
        author.remove("lua_modules/share/lua/5.4/deploy.lua")
        try author.write("spec/x_spec.lua", "")
        let user = try TemporaryFolder([
            "cph.project.lua": "return { servers = {} }",
            "user-1-1.rockspec": """
            package = "user" version = "1-1" source = { url = "file:///x" } build = { type = "none" }
            dependencies = { "lua >= 5.4" }
            """,
        ])
        let lines = try Self.text().split(separator: "\n").filter { $0.hasPrefix("    cph lib ") }
        #expect(lines.count == 9)
        for line in lines {
            let command = String(line.dropFirst(8)).replacing("/srv/rocks", with: server.path)
            let folder = command.contains("publish") ? author.path : user.path
            let outcome = try RunningCommand(
                "/bin/sh", ["-c", "cd \(folder) && \(Command.executable) \(command)"],
                environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": user.path]
            ).wait()
            #expect(outcome.status == 0, "\(command): \(outcome.error)")
        }
        #expect(user.text("lua_modules/share/lua/5.4/company/fleets.lua") == author.text("lib/company/fleets.lua"))
    }

    @Test func `lib init makes a project that buys on the emulator`() throws {
        let folder = try TemporaryFolder()
        let script =
            "cd \(folder.path) && \(Command.executable) lib init game && \(Command.executable) --emulator --json scripts/game.lua"
        let outcome = try RunningCommand("/bin/sh", ["-c", script]).wait()
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.output.split(separator: "\n").count == 27)
        let again = try RunningCommand("/bin/sh", ["-c", "cd \(folder.path) && \(Command.executable) lib init game"])
            .wait()
        #expect(again.status == 1 && again.error.hasSuffix("is a project already: it has cph.project.lua\n"))
    }
}
