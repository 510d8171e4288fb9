import Libraries
import Projects
import Session
import TestSupport
import Testing

/// With Debian's LuaRocks, offline.
struct InstallTests {
    @Test func `installs what is needed and what that needs, from a folder, with the hash of every file`() throws {
        let server = try RocksServer()
        try server.add("base", "1.0-1", "return 'base'")
        try server.add("fleets", "1.2-1", "return require 'base'", needs: ["base >= 1"])
        let project = try LibraryProject(servers: [server.folder.path], needs: ["lua >= 5.4", "fleets >= 1, < 2"])
        try project.install()
        #expect(try project.locked() == ["base 1.0-1", "fleets 1.2-1"])
        #expect(project.module("fleets.lua") == "return require 'base'")
        #expect(project.said.last == "2 libraries, 2 files in lua_modules")
        #expect(project.folder.files().filter { $0.hasPrefix("lua_modules") }.count == 2)
        try project.verify()
        try project.installLocked()
    }

    @Test func `a file address and a server on loopback do as well`() throws {
        let server = try RocksServer()
        try server.add("fleets", "1.0-1", "return 1")
        let http = try FileServer(server.folder.path)
        for address in ["file://\(server.folder.path)", "http://127.0.0.1:\(http.port)"] {
            let project = try LibraryProject(servers: [address], needs: ["fleets"])
            try project.install()
            #expect(
                try Project(root: project.folder.path).lock?.rocks.map(\.from) == [
                    address.hasPrefix("file") ? server.folder.path : address
                ])
        }
    }

    @Test func `add writes the rockspec, remembers the server and takes the newest that fits`() throws {
        let server = try RocksServer()
        for version in ["1.0-1", "1.5-1", "2.0-1"] { try server.add("fleets", version, "return '\(version)'") }
        let project = try LibraryProject()
        try project.add("fleets", ">= 1, < 2", server: server.folder.path)
        #expect(try project.locked() == ["fleets 1.5-1"])
        #expect(project.folder.text("ops-1.0-1.rockspec")?.contains("dependencies = { \"fleets >= 1, < 2\" }") == true)
        #expect(project.folder.text("cph.project.lua")?.contains("servers = { \"\(server.folder.path)\" }") == true)
        try project.add("fleets", ">= 2")
        #expect(try project.locked() == ["fleets 2.0-1"])
        #expect(project.said.contains { $0.hasSuffix("(was 1.5-1)") })
    }

    @Test func `what is in the lock stays as it is until it is asked for`() throws {
        let server = try RocksServer()
        try server.add("fleets", "1.0-1", "return 1")
        let project = try LibraryProject(servers: [server.folder.path], needs: ["fleets"])
        try project.install()
        try server.add("fleets", "1.1-1", "return 2")
        try server.add("other", "1.0-1", "return 3")
        try project.install()
        #expect(try project.locked() == ["fleets 1.0-1"])
        try project.add("other")
        #expect(try project.locked() == ["fleets 1.0-1", "other 1.0-1"])
        try project.add("fleets")
        #expect(try project.locked() == ["fleets 1.1-1", "other 1.0-1"])
    }

    @Test func `a library that is no longer needed goes`() throws {
        let server = try RocksServer()
        try server.add("fleets", "1.0-1", "return 1")
        let project = try LibraryProject(servers: [server.folder.path], needs: ["fleets"])
        try project.install()
        let rockspec = project.folder.text("ops-1.0-1.rockspec") ?? ""
        try project.folder.write("ops-1.0-1.rockspec", rockspec.replacing("\"fleets\"", with: ""))
        try project.install()
        #expect(try project.locked().isEmpty && project.module("fleets.lua") == nil)
        #expect(project.said.contains("fleets 1.0-1 removed"))
    }

    @Test func `dependencies are added in the form that the list has`() throws {
        let server = try RocksServer()
        try server.add("fleets", "1.0-1", "return 1")
        try server.add("base", "1.0-1", "return 1")
        let project = try LibraryProject(servers: [server.folder.path])
        try project.folder.write(
            "ops-1.0-1.rockspec",
            """
            -- dependencies = { "not this" }
            package = "ops" version = "1.0-1" source = { url = "file:///x" } build = { type = "none" }
            dependencies = {
              "lua >= 5.4", -- of course
              "base", -- because
            }

            """)
        try project.add("fleets", ">= 1")
        #expect(
            project.folder.text("ops-1.0-1.rockspec") == """
                -- dependencies = { "not this" }
                package = "ops" version = "1.0-1" source = { url = "file:///x" } build = { type = "none" }
                dependencies = {
                  "lua >= 5.4", -- of course
                  "base",
                  "fleets >= 1", -- because
                }

                """)
        let other = try LibraryProject(servers: [server.folder.path])
        try other.folder.write(
            "ops-1.0-1.rockspec", "package = 'ops' version = '1.0-1' local d = { 'base' } dependencies = d")
        #expect(
            other.failure { try other.add("fleets") }.contains(
                "add \"fleets\" to them by hand"))
    }
}

struct LockedInstallTests {
    private func installed(_ server: RocksServer) throws -> LibraryProject {
        try server.add("fleets", "1.0-1", "return 1")
        let project = try LibraryProject(servers: [server.folder.path], needs: ["fleets"])
        try project.install()
        return project
    }

    @Test func `brings back what was changed or lost`() throws {
        let server = try RocksServer()
        let project = try installed(server)
        try project.folder.write("lua_modules/share/lua/5.4/fleets.lua", "return 666")
        #expect(
            project.failure { try project.verify() } == """
                lua_modules and cph.lock differ:
                  lua_modules/share/lua/5.4/fleets.lua has changed (fleets 1.0-1)
                """)
        try project.installLocked()
        #expect(project.module("fleets.lua") == "return 1")
    }

    @Test func `the same version with other content is refused, with and without --locked`() throws {
        let server = try RocksServer()
        let project = try installed(server)
        try RocksServer.replace(server, "fleets", "1.0-1", "return 666")
        project.folder.remove("lua_modules/share/lua/5.4/fleets.lua")
        for body in [LibraryProject.install, LibraryProject.installLocked] {
            #expect(
                project.failure { try body(project)() }.contains(
                    "fleets 1.0-1 is not what it was: \(server.folder.path) has other content under the same version in fleets.lua"
                ))
        }
    }

    @Test func `a lock that is older than the rockspec is not enough`() throws {
        let server = try RocksServer()
        let project = try installed(server)
        try project.folder.write(
            "ops-1.0-1.rockspec",
            (project.folder.text("ops-1.0-1.rockspec") ?? "").replacing("\"fleets\"", with: "\"fleets >= 2\""))
        #expect(
            project.failure { try project.installLocked() }
                == "ops-1.0-1.rockspec needs fleets >= 2, and cph.lock was made for fleets; cph lib install makes it anew"
        )
        #expect(project.failure { try project.verify() }.contains("run cph lib install"))
    }

    @Test func `without a lock there is nothing to be exact about`() throws {
        let project = try LibraryProject()
        #expect(
            project.failure { try project.installLocked() }.contains("there is no cph.lock"))
    }

    @Test func `a lock of a newer program is left alone`() throws {
        let project = try LibraryProject(servers: ["/nowhere"], needs: ["x"], ["cph.lock": "{\"version\":2}"])
        for body in [LibraryProject.install, LibraryProject.installLocked, LibraryProject.verify] {
            #expect(project.failure { try body(project)() }.contains("a newer cph wrote it"))
        }
    }

    @Test func `verify finds what is missing, what is new and what is a link`() throws {
        let server = try RocksServer()
        let project = try installed(server)
        let place = "lua_modules/share/lua/5.4"
        try project.folder.write("\(place)/stray.lua", "return 1")
        #expect(
            project.failure { try project.verify() }.contains(
                "\(place)/stray.lua is in no library of the lock"))
        #expect(
            project.failure { try project.install() }.hasPrefix(
                "lua_modules holds what cph.lock does not list: \(place)/stray.lua."))
        project.folder.remove("\(place)/stray.lua")
        project.folder.remove("\(place)/fleets.lua")
        #expect(
            project.failure { try project.verify() }.contains(
                "\(place)/fleets.lua is missing"))
        try project.folder.link("cph.project.lua", from: project.folder, at: "\(place)/fleets.lua")
        #expect(
            project.failure { try project.verify() }.contains(
                "\(place)/fleets.lua is not a plain file"))
    }

    @Test func `verify warns of a module that is there twice, and of a grant to nobody`() throws {
        let server = try RocksServer()
        let project = try installed(server)
        try project.folder.write("lib/fleets.lua", "return 'own'")
        try project.folder.write("cph.project.lua", "return { grants = { fleet = { 'files:write' } } }")
        try project.verify()
        #expect(
            project.said.contains(
                "lib/fleets.lua is found before lua_modules/share/lua/5.4/fleets.lua: two versions of one module"))
        #expect(project.said.contains("cph.project.lua grants something to fleet, which is not installed"))
    }
}

extension RocksServer {
    static func replace(_ server: RocksServer, _ name: String, _ version: String, _ text: String) throws {
        server.folder.remove("\(name)-\(version).all.rock")
        try server.add(name, version, text)
    }
}
