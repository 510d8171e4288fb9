import Libraries
import Projects
import Session
import TestSupport
import Testing

/// What a rock may try when it is installed. Each is refused by name, and nothing is half installed.
struct HostileRockTests {
    private let server: RocksServer
    private let mark: TemporaryFolder

    init() throws {
        server = try RocksServer()
        mark = try TemporaryFolder()
    }

    private func refusal(of name: String = "evil") throws -> String {
        let project = try LibraryProject(servers: [server.folder.path], needs: [name])
        defer { #expect(mark.files().isEmpty, "something ran") }
        return project.failure { try project.install() }
    }

    @Test func `a build command does not run`() throws {
        try server.addSource("evil", build: "command", more: "build.build_command = 'touch \(mark.path)/ran'")
        #expect(try refusal().contains("evil 1.0-1: is built by 'command', and cph runs no build"))
    }

    @Test func `a makefile is not made`() throws {
        try server.addSource("evil", build: "make", files: ["Makefile": "all:\n\ttouch \(mark.path)/ran\n"])
        #expect(try refusal().contains("evil 1.0-1: is built by 'make', and cph runs no build"))
    }

    @Test func `an install hook does not run`() throws {
        try server.addSource(
            "evil", build: "builtin",
            more: "build.modules = { evil = 'evil.lua' } hooks = { post_install = 'touch \(mark.path)/ran' }",
            files: ["evil.lua": "return 1"])
        #expect(try refusal().contains("evil 1.0-1: has hooks, which run programs, and cph runs none"))
    }

    @Test func `an install hook of a packed rock does not run either`() throws {
        try server.add(
            "evil", "1.0-1", ["lua/evil.lua": Array("return 1".utf8)],
            more: "hooks = { post_install = 'touch \(mark.path)/ran' }")
        #expect(try refusal().contains("hooks"))
    }

    @Test func `a C module is not compiled`() throws {
        try server.addSource(
            "evil", build: "builtin", more: "build.modules = { evil = { sources = { 'evil.c' } } }",
            files: ["evil.c": "int x;"])
        #expect(try refusal().contains("evil 1.0-1: module evil is made of C, and cph installs no C modules"))
    }

    @Test func `a C module that is compiled already is refused`() throws {
        try server.add(
            "evil", "1.0-1", ["lua/evil.lua": Array("return 1".utf8), "lib/core.so": [0x7F, 0x45, 0x4C, 0x46]])
        #expect(
            try refusal() == "nothing was installed:\n  evil 1.0-1: lib/core.so: is a C module, and cph installs none")
    }

    @Test func `a program is refused`() throws {
        try server.add("evil", "1.0-1", ["lua/evil.lua": Array("return 1".utf8), "bin/ls": Array("#!/bin/sh\n".utf8)])
        #expect(try refusal().contains("bin/ls: is a program, and cph installs none"))
    }

    @Test func `bytecode and what is not UTF-8 are refused, all at once`() throws {
        try server.add("evil", "1.0-1", ["lua/code.lua": [0x1B, 0x4C], "lua/latin.lua": [0x2D, 0x2D, 0xE9]])
        #expect(
            try refusal() == """
                nothing was installed:
                  evil 1.0-1: code.lua is compiled Lua, which cph does not run: bytecode can break the host. Give the source instead
                  evil 1.0-1: latin.lua:1: not UTF-8. Save the script as UTF-8
                """)
    }

    @Test func `two versions of one library are reported with who wants them`() throws {
        for version in ["1.0-1", "2.0-1"] { try server.add("base", version, "return '\(version)'") }
        try server.add("old", "1.0-1", "return 1", needs: ["base < 2"])
        try server.add("new", "1.0-1", "return 1", needs: ["base >= 2"])
        let project = try LibraryProject(servers: [server.folder.path], needs: ["old", "new"])
        let message = project.failure { try project.install() }
        #expect(message.contains("base"), "\(message)")
        #expect(message.contains("old wants base < 2") && message.contains("new wants base >= 2"), "\(message)")
    }

    @Test func `two libraries that bring the same module are reported`() throws {
        try server.add("one", "1.0-1", ["lua/same.lua": Array("return 1".utf8)])
        try server.add("two", "1.0-1", ["lua/same.lua": Array("return 2".utf8)])
        let project = try LibraryProject(servers: [server.folder.path], needs: ["one", "two"])
        #expect(
            project.failure { try project.install() }
                == "same.lua: in one 1.0-1 and in two 1.0-1: two versions of one module")
    }

    @Test func `a library that nobody has is named, with who wants it and who was asked`() throws {
        try server.add("other", "1.0-1", "return 1")
        let project = try LibraryProject(servers: [server.folder.path], needs: ["nothing >= 2"])
        #expect(
            project.failure { try project.install() }
                == "nothing: no server has it (ops wants nothing >= 2; asked: \(server.folder.path)); nothing was installed"
        )
    }

    @Test func `a server that is not there is an error, as another may have the name`() throws {
        try server.add("fleets", "1.0-1", "return 1")
        let project = try LibraryProject(servers: ["/nowhere", server.folder.path], needs: ["fleets"])
        #expect(
            project.failure { try project.install() }
                == "/nowhere cannot be asked: /nowhere is no folder; nothing was installed")
    }
}
