import Files
import Glibc
import Libraries
import Projects
import Session
import TestSupport
import Testing

/// What LuaRocks gets to see, and what is said when a program is missing or fails.
struct LuaRocksTests {
    @Test func `without its programs the error says how to get them, and the rest works`() throws {
        let server = try RocksServer()
        try server.add("fleets", "1.0-1", "return 1")
        let project = try LibraryProject(
            servers: [server.folder.path], needs: ["fleets"], ["lib/mine.lua": "return 1"])
        project.environment = ["PATH": "/nowhere"]
        #expect(
            project.failure { try project.install() }.contains(
                "bsdtar is not installed, and this needs it. On Debian: apt-get install libarchive-tools. Everything else of cph works without it"
            ))
        #expect(
            project.failure { try project.publish(to: server.folder.path) }.contains(
                "luarocks is not installed, and this needs it. On Debian: apt-get install luarocks."))
        let other = try LibraryProject()
        other.environment = ["PATH": "/nowhere"]
        try other.install()
        try other.verify()
    }

    @Test func `LuaRocks gets nothing secret, and a private configuration`() throws {
        let project = try LibraryProject(["lib/fleets.lua": "return 1"])
        let tools = try TemporaryFolder([
            "luarocks":
                "#!/bin/sh\nexport -p > \(project.folder.path)/seen\ncp \"$LUAROCKS_CONFIG\" \(project.folder.path)/config\nexit 1\n"
        ])
        chmod("\(tools.path)/luarocks", 0o755)
        project.environment = [
            "PATH": "\(tools.path):/bin", "HUAWEICLOUD_SDK_SK": "secret-key", "CPH_AUTH_TOKEN": "secret-token",
            "LUA_PATH": "/evil/?.lua", "LUA_INIT": "evil",
        ]
        #expect(throws: ProjectError.self) { try project.publish(to: project.folder.path) }
        let seen = try #require(project.folder.text("seen"))
        #expect(!seen.contains("secret") && !seen.contains("evil"))
        let config = try #require(project.folder.text("config"))
        for line in [
            "accepted_build_types = { \"builtin\", \"none\" }", "hooks_enabled = false", "CC = \"/bin/false\"",
        ] {
            #expect(config.contains(line))
        }
    }

    @Test func `one cph lib at a time changes a project`() throws {
        let project = try LibraryProject()
        let other = open("\(project.folder.path)/cph.project.lua", O_RDONLY)
        defer { close(other) }
        #expect(flock(other, LOCK_EX) == 0)
        #expect(
            project.failure { try project.install() }.hasSuffix(
                "is being changed by another cph lib; try again when it has ended"))
    }

    @Test func `what a killed run has left is removed by the next`() throws {
        let project = try LibraryProject(["ops.txt": "mine", ".cph-lib-abc123/new/x.lua": "half"])
        try project.install()
        #expect(!project.folder.files().contains { $0.hasPrefix(".cph-lib") })
    }

    @Test func `outside of a project the error says what to do`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: ProjectError("no cph.project.lua here or in a folder above; cph lib init makes a project")) {
            try Workspace(around: folder.path, environment: [:]) { _ in }
        }
    }

    @Test func `without a server the error says where to name one`() throws {
        let project = try LibraryProject(needs: ["fleets"])
        #expect(
            project.failure { try project.install() }.hasPrefix(
                "no server is known: name one in cph.project.lua"))
    }

    @Test func `several rockspecs or none are no project to install for`() throws {
        let project = try LibraryProject(["b-1-1.rockspec": ""])
        #expect(project.failure { try project.install() }.contains("several rockspecs in"))
        project.folder.remove("b-1-1.rockspec")
        project.folder.remove("ops-1.0-1.rockspec")
        #expect(project.failure { try project.install() }.contains("cph lib init makes one"))
    }

    @Test(arguments: [("x\", os.exit(\"", ""), ("", ""), ("a b", ""), ("x", ">= 1\" }"), ("x", "`id`")])
    func `a name or a range that could be code is refused`(name: String, range: String) throws {
        let project = try LibraryProject(servers: ["/srv"])
        let message = project.failure { try project.add(name, range) }
        #expect(message.contains("is no name of a library") || message.contains("is no range of versions"))
    }
}
