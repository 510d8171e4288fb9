import Libraries
import Projects
import Session
import TestSupport
import Testing

struct PublishTests {
    @Test func `what one team publishes another installs`() throws {
        let server = try TemporaryFolder()
        let author = try LibraryProject([
            "lib/ops/fleets.lua": "return 'fleets'", "lib/ops/init.lua": "return 'ops'", "lib/evil.c": "int x;",
        ])
        try author.publish(to: server.path)
        #expect(author.said == ["ops 1.0-1 is published in \(server.path)"])
        let user = try LibraryProject()
        user.folder.remove("ops-1.0-1.rockspec")
        let needs = "source = { url = 'file:///x' } build = { type = 'none' } dependencies = {}"
        try user.folder.write("user-1-1.rockspec", "package = 'user' version = '1-1' \(needs)")
        try user.add("ops", "== 1.0", server: "file://\(server.path)")
        #expect(user.module("ops/fleets.lua") == "return 'fleets'" && user.module("ops/init.lua") == "return 'ops'")
    }

    @Test func `a published version is never replaced`() throws {
        let server = try TemporaryFolder()
        let author = try LibraryProject(["lib/ops.lua": "return 1"])
        try author.publish(to: server.path, "1.2.0")
        let rock = server.text("ops-1.2.0-1.all.rock")
        try author.folder.write("lib/ops.lua", "return 2")
        #expect(
            author.failure { try author.publish(to: server.path, "1.2.0") }.hasPrefix(
                "ops 1.2.0-1 is published already, as \(server.path)/ops-1.2.0-1.all.rock, and stays as it is"))
        #expect(server.text("ops-1.2.0-1.all.rock") == rock && rock != nil)
        try author.publish(to: server.path, "1.2.1")
        #expect(!server.files().contains { $0.hasPrefix(".cph") })
    }

    @Test(arguments: [
        ("dev", "is no version"), ("1.0.0;x", "is no version"), ("../1", "is no version"), ("", "is no version"),
    ])
    func `a version is made of numbers`(version: String, message: String) throws {
        let server = try TemporaryFolder()
        let author = try LibraryProject(["lib/ops.lua": "return 1"])
        #expect(
            author.failure { try author.publish(to: server.path, version) }.contains(
                "version"))
        #expect(server.files().isEmpty)
    }

    @Test func `a rockspec of an older format that names no modules is refused with what to write`() throws {
        let text = "package = 'ops' version = '1.0-1' source = { url = 'file:///x' } build = { type = 'builtin' }"
        let author = try LibraryProject(["lib/ops.lua": "return 1", "ops-1.0-1.rockspec": text])
        let server = try TemporaryFolder()
        #expect(
            author.failure { try author.publish(to: server.path) }.contains(
                "write rockspec_format = \"3.0\" into its first line, and LuaRocks takes the modules below lib/"))
        try author.folder.write("ops-1.0-1.rockspec", "rockspec_format = '3.0' \(text)")
        try author.publish(to: server.path)
    }

    @Test func `what could not be installed is not published`() throws {
        let server = try TemporaryFolder()
        let author = try LibraryProject()
        try author.folder.write("lib/code.lua", bytes: [0x1B, 0x4C])
        #expect(
            author.failure { try author.publish(to: server.path) }.hasPrefix(
                "lib/code.lua is compiled Lua"))
        #expect(server.files().isEmpty)
    }
}

struct InitTests {
    @Test func `makes a project in which everything works, and never overwrites`() throws {
        let folder = try TemporaryFolder(["scripts/company-fleets.lua": "mine"])
        let template = try ProjectTemplate(name: "company-fleets")
        var said: [String] = []
        try template.write(to: folder.path) { said.append($0) }
        #expect(
            folder.files() == [
                ".luarc.json", "company-fleets-dev-1.rockspec", "cph.project.lua", "lib/company_fleets/init.lua",
                "scripts/company-fleets.lua", "spec/company_fleets_spec.lua",
            ])
        #expect(folder.text("scripts/company-fleets.lua") == "mine")
        #expect(said.contains("scripts/company-fleets.lua is there already, and stays as it is"))
        #expect(throws: ProjectError("\(folder.path) is a project already: it has cph.project.lua")) {
            try template.write(to: folder.path) { _ in }
        }
        #expect(try Project(root: folder.path).settings == ProjectSettings(Array("return {}".utf8), name: "x"))
    }

    @Test(arguments: ["", "Fleets", "1st", "a b", "../x", "a.b", "é"])
    func `a name that could not be a library's is refused`(name: String) throws {
        #expect(throws: ProjectError.self) { try ProjectTemplate(name: name) }
    }
}
