import Files
import Glibc
import Libraries
import Projects
import Session
import TestSupport
import Testing

/// What comes out of a rock: the Lua files that its rockspec names, from whatever it is packed in.
struct RockTests {
    private let server: RocksServer

    init() throws { server = try RocksServer() }

    private func installed(_ name: String = "fleets") throws -> LibraryProject {
        let project = try LibraryProject(servers: [server.folder.path], needs: [name])
        try project.install()
        return project
    }

    private func modules(_ project: LibraryProject) throws -> [String] {
        try Project(root: project.folder.path).lock?.paths ?? []
    }

    @Test func `takes the modules that the rockspec names, and nothing else`() throws {
        try server.addSource(
            "fleets",
            more: """
                build.modules = { fleets = "src/fleets.lua", ["fleets.grid"] = "./src/grid/init.lua" }
                build.install = { lua = { "src/more.lua", ["company.names"] = "src/n.lua" }, conf = { "src/fleets.lua" } }
                build.copy_directories = { "doc", "/etc" } build.extra_files = { ["../../x"] = "y" }
                """,
            files: [
                "src/fleets.lua": "return 1", "src/grid/init.lua": "return 2", "src/more.lua": "return 3",
                "src/n.lua": "return 4", "src/unnamed.lua": "return 5", "doc/a.md": "", "lua/implied.lua": "return 6",
            ])
        let project = try installed()
        #expect(try modules(project) == ["company/names.lua", "fleets.lua", "fleets/grid/init.lua", "more.lua"])
        #expect(project.module("fleets/grid/init.lua") == "return 2")
        try project.verify()
    }

    @Test(arguments: ["src", "lua", "lib", ""])
    func `takes what lies where modules do, when the rockspec names none`(folder: String) throws {
        let prefix = folder.isEmpty ? "" : "\(folder)/"
        try server.addSource(
            "fleets",
            files: ["\(prefix)fleets.lua": "return 1", "\(prefix)fleets/grid.lua": "return 2", "spec/s.lua": ""])
        #expect(try modules(installed()) == ["fleets.lua", "fleets/grid.lua"])
    }

    @Test(arguments: ["czf", "cjf", "cJf", "cf"])
    func `opens the archive in a rock, whose files are in a folder or not`(form: String) throws {
        for (name, folder) in [("one", "fleets-1.0/"), ("two", "")] {
            try server.addSource(
                name, more: "source.url = 'https://example.org/fleets-1.0.tar' build.modules = { \(name) = 'a.lua' }"
            ) {
                let source = try TemporaryFolder(["\(folder)a.lua": "return '\(name)'"])
                try RocksServer.run("tar", [form, "\($0.path)/fleets-1.0.tar", "."], in: source.path)
            }
            #expect(try installed(name).module("\(name).lua") == "return '\(name)'")
        }
    }

    @Test func `a packed rock gives up only the files that its rockspec names, and says which stay out`() throws {
        try server.add(
            "fleets", "1.0-1", ["lua/fleets.lua": Array("return 1".utf8), "lua/more.lua": Array("return 2".utf8)],
            more: "build.modules = { fleets = 'src/fleets.lua' }")
        let project = try installed()
        #expect(try modules(project) == ["fleets.lua"])
        #expect(project.said.contains("fleets 1.0-1: its rockspec does not name more.lua, which stays out"))
    }

    @Test(arguments: [(10, nil), (11, "fleets 1.0-1: and 1 more file that its rockspec does not name")])
    func `at most ten of the files that stay out are named, each in a line`(count: Int, more: String?) throws {
        let long = String(repeating: "a", count: 200)
        var files: [String: [UInt8]] = ["lua/fleets.lua": Array("return 1".utf8)]
        for index in 0..<count { files["lua/\(long)\(index).lua"] = [] }
        try server.add("fleets", "1.0-1", files, more: "build.modules = { fleets = 'src/fleets.lua' }")
        let said = try installed().said
        #expect(said.count { $0.hasSuffix("name \(long.prefix(120))…, which stays out") } == 10)
        #expect(said.first { $0.contains("more file") } == more)
    }

    @Test func `the packed rock is taken, and from the first server that has the name, whatever another has`() throws {
        let (empty, other) = (try RocksServer(), try RocksServer())
        try empty.add("base", "1.0-1", "return 1")
        try other.add("fleets", "99.0-1", "return 'stranger'")
        try server.addSource("fleets", files: ["fleets.lua": "return 'source'"])
        try server.add("fleets", "1.0-1", "return 'packed'")
        let servers = [empty, server, other].map(\.folder.path)
        let project = try LibraryProject(servers: servers, needs: ["fleets"])
        try project.install()
        #expect(project.module("fleets.lua") == "return 'packed'")
    }

    @Test func `an older version is taken where the newest does not fit the others`() throws {
        for version in ["1.0-1", "2.0-1"] { try server.add("base", version, "return '\(version)'") }
        try server.add("new", "2.0-1", "return 2", needs: ["base >= 3"])
        try server.add("new", "1.0-1", "return 1", needs: ["base"])
        try server.add("old", "1.0-1", "return 1", needs: ["base < 2", "lua >= 5.1, < 5.5"])
        try server.add("old", "1.1-1", "return 1", needs: ["lua < 5.4"])
        let project = try LibraryProject(servers: [server.folder.path], needs: ["new", "old"])
        try project.install()
        #expect(try project.locked() == ["base 1.0-1", "new 1.0-1", "old 1.0-1"])
    }

    @Test(arguments: [
        ("lua < 5.4", "evil wants lua < 5.4, and cph is Lua 5.4"),
        ("luafilesystem > 1.9", "evil wants luafilesystem > 1.9, and cph has luafilesystem 1.8.0 built in"),
        ("user/base", "\"user/base\" is no dependency; write one as 'inspect >= 3, < 4'"),
        ("base >== 1", "\"base >== 1\" is no dependency"), ("../base", "\"../base\" is no dependency"),
    ])
    func `what a rock needs and cannot have is said`(need: String, message: String) throws {
        try server.add("evil", "1.0-1", "return 1", needs: [need])
        let project = try LibraryProject(servers: [server.folder.path], needs: ["evil"])
        let said = project.failure { try project.install() }
        #expect(said.contains(message) && said.hasSuffix("nothing was installed"), "\(said)")
    }

    @Test func `libraries that need one another in a circle are installed`() throws {
        try server.add("a", "1.0-1", "return 1", needs: ["b"])
        try server.add("b", "1.0-1", "return 1", needs: ["a"])
        #expect(try installed("a").locked() == ["a 1.0-1", "b 1.0-1"])
    }
}

/// Rocks that are made to write elsewhere, to bring something else, or to take all there is.
struct WickedRockTests {
    private let server: RocksServer
    private let mark: TemporaryFolder

    init() throws {
        server = try RocksServer()
        mark = try TemporaryFolder(["secret.lua": "return 'secret'"])
    }

    private func refusal(_ files: [String: String] = [:]) throws -> String {
        let project = try LibraryProject(servers: [server.folder.path], needs: ["evil"], files)
        defer { #expect(mark.files() == ["secret.lua"], "something was written elsewhere") }
        return project.failure { try project.install() }
    }

    @Test(arguments: [
        "['../../../../lib/x'] = 'evil.lua'", "['/tmp/x'] = 'evil.lua'", "['..x'] = 'evil.lua'", "['a/b'] = 'evil.lua'",
        "['a..b'] = 'evil.lua'", "['a\\n'] = 'evil.lua'", "['$(id)'] = 'evil.lua'",
    ])
    func `a module cannot be called what leads elsewhere`(module: String) throws {
        for build in ["build.modules = { \(module) }", "build.modules = {} build.install = { lua = { \(module) } }"] {
            try server.addSource("evil", more: build, files: ["evil.lua": "return 1"])
            #expect(try refusal().contains("is no name of a module: letters, digits, _ and -"))
            server.folder.remove("evil-1.0-1.src.rock")
        }
    }

    @Test func `a file of a module cannot be another's`() throws {
        for source in [
            "\(mark.path)/secret.lua", "../../../../../../..\(mark.path)/secret.lua", "a//b.lua", "secret.txt",
        ] {
            try server.addSource("evil", more: "build.modules = {} build.install = { lua = { e = '\(source)' } }")
            #expect(try refusal().contains("\(source): is no Lua file of the rock"))
            server.folder.remove("evil-1.0-1.src.rock")
        }
    }

    @Test func `a link in a rock is no module, whether it is symbolic or hard, in the rock or in the archive in it`()
        throws
    {
        let url = "source.url = 'https://example.org/evil.tgz' build.modules = { evil = 'evil.lua' }"
        try server.addSource("evil", more: "build.modules = { evil = 'evil.lua' }") {
            #expect(symlink("\(mark.path)/secret.lua", "\($0.path)/evil.lua") == 0)
        }
        #expect(try refusal().contains("evil.lua: is no plain file in the rock"))
        for isHard in [false, true] {
            server.folder.remove("evil-1.0-1.src.rock")
            try server.addSource("evil", more: url) {
                let source = try TemporaryFolder(["a.lua": "return 1"])
                let made =
                    isHard
                    ? Glibc.link("\(source.path)/a.lua", "\(source.path)/evil.lua")
                    : symlink("\(mark.path)/secret.lua", "\(source.path)/evil.lua")
                #expect(made == 0)
                try RocksServer.run("tar", ["czf", "\($0.path)/evil.tgz", "a.lua", "evil.lua"], in: source.path)
            }
            #expect(try refusal().contains("evil.lua: is no plain file in the rock"))
        }
    }

    @Test func `a file that is in an archive twice is no module`() throws {
        try server.addSource(
            "evil", more: "source.url = 'https://example.org/evil.tar' build.modules = { evil = 'evil.lua' }"
        ) {
            let source = try TemporaryFolder(["evil.lua": "return 1", "other/evil.lua": "return 2"])
            try RocksServer.run("tar", ["cf", "\($0.path)/evil.tar", "evil.lua"], in: source.path)
            try RocksServer.run("tar", ["rf", "\($0.path)/evil.tar", "-C", "other", "./evil.lua"], in: source.path)
        }
        #expect(try refusal().contains("evil.lua: is no plain file in the rock, or is there twice"))
    }

    @Test func `a small rock does not become a large one`() throws {
        let zeros = String(repeating: " ", count: (4 << 20) + 1)
        try server.addSource("evil", more: "build.modules = { evil = 'evil.lua' }", files: ["evil.lua": zeros])
        #expect(try refusal().contains("evil 1.0-1: evil.lua: has more than 4194304 bytes"))
        server.folder.remove("evil-1.0-1.src.rock")
        try server.addSource(
            "evil", more: "source.url = 'https://example.org/evil.tgz' build.modules = { evil = 'evil.lua' }"
        ) {
            let source = try TemporaryFolder(["evil.lua": "return 1"])
            try RocksServer.run("truncate", ["-s", "70M", "zeros"], in: source.path)
            try RocksServer.run("tar", ["czf", "\($0.path)/evil.tgz", "evil.lua", "zeros"], in: source.path)
        }
        #expect(try refusal().contains("evil 1.0-1: evil.tgz: bsdcat: wrote more than 64 MiB; nothing was installed"))
    }

    @Test(arguments: [
        ("cph", "the module cph is built in"), ("cph.plan", "the module cph.plan is built in"),
        ("string", "the module string is built in"), ("lfs", "the module lfs is built in"),
        ("company.fleets", "the project has that module itself, lib/company/fleets/init.lua"),
    ])
    func `a library hides neither cph nor Lua nor the project`(module: String, message: String) throws {
        try server.addSource("evil", more: "build.modules = { ['\(module)'] = 'e.lua' }", files: ["e.lua": "return 1"])
        let said = try refusal(["lib/company/fleets/init.lua": "return 2"])
        #expect(said.hasPrefix("nothing was installed:\n  evil 1.0-1: ") && said.contains(message), "\(said)")
    }

    @Test func `a library does not hide another's module under the other of its two files`() throws {
        try server.add("good", "1.0-1", ["lua/same/init.lua": Array("return 1".utf8)])
        try server.add("evil", "1.0-1", ["lua/same.lua": Array("return 2".utf8)], needs: ["good"])
        #expect(
            try refusal()
                == "same/init.lua: in evil 1.0-1 and in good 1.0-1: two versions of one module")
    }

    @Test func `a rock is what its name says`() throws {
        let other = try RocksServer()
        try other.add("good", "1.0-1", "return 1")
        try server.addFile("evil-1.0-1.all.rock", Files.read("\(other.folder.path)/good-1.0-1.all.rock"))
        #expect(try refusal().contains("evil-1.0-1.all.rock from \(server.folder.path): holds no evil-1.0-1.rockspec"))
        try other.add("evil", "2.0-1", "return 1")
        let renamed = try TemporaryFolder(["evil-1.0-1.rockspec": "package = 'evil' version = '2.0-1'"])
        server.folder.remove("evil-1.0-1.all.rock")
        try RocksServer.run("zip", ["-q", "-r", "\(server.folder.path)/evil-1.0-1.all.rock", "."], in: renamed.path)
        #expect(try refusal().contains("is evil 2.0-1 inside; nothing was installed"))
    }

    @Test(arguments: [
        "", "#mtree\n./evil.lua type=file contents=/etc/passwd\n", "PK\u{3}\u{4}", "return 1", "BZh9", "!<arch>\n",
    ])
    func `what is no archive is said to be none`(text: String) throws {
        try server.addFile("evil-1.0-1.src.rock", Array(text.utf8))
        let said = try refusal()
        #expect(said.hasPrefix("evil-1.0-1.src.rock from \(server.folder.path): "), "\(said)")
        #expect(said.hasSuffix("; nothing was installed"), "\(said)")
    }

    @Test func `an index and a rockspec are data, not programs that take all there is`() throws {
        for (text, message) in [
            ("while true do end", "does not end"),
            ("repository = {} for i = 1, 1e9 do repository[i] = { i } end", "it is data"),
            ("os.execute('touch \(mark.path)/ran')", "there is nothing to call"),
            ("repository = ('x'):rep(1e9)", "nothing to call"),
        ] {
            try server.folder.write("manifest-5.4", text)
            #expect(try refusal().contains(message), "\(text)")
        }
    }

    @Test func `no number of wishes or modules takes more than it may`() throws {
        try server.add("evil", "1.0-1", "return 1", needs: Array(repeating: "lua", count: 19_000))
        let project = try LibraryProject(servers: [server.folder.path], needs: ["evil"])
        try project.install()
        try server.add("evil", "1.1-1", "return 1", needs: Array(repeating: "lua", count: 21_000))
        #expect(try refusal().contains("too many tries"))
        server.folder.remove("evil-1.1-1.all.rock")
        server.folder.remove("evil-1.0-1.all.rock")
        let names = (0..<1_002).map { "e\($0)" }
        try server.addSource(
            "evil", more: "build.modules = { \(names.map { "\($0) = 'e.lua'" }.joined(separator: ", ")) }",
            files: ["e.lua": ""])
        #expect(try refusal().contains("evil 1.0-1: has more than 1000 modules"))
    }

    @Test func `an index cannot lead to another file`() throws {
        try server.folder.write("evil-1.0-1.all.rock", "")
        for version in ["../../x-1", "1.0-1/../y", "1 0"] {
            try server.folder.write(
                "manifest-5.4", "repository = { evil = { ['\(version)'] = { { arch = 'all' } } } }")
            #expect(try refusal().contains("evil: no server has it"))
        }
        try server.folder.write("manifest-5.4", "repository = { evil = { ['1.0-1'] = { { arch = '../all' } } } }")
        #expect(try refusal().contains("evil: no server has it"))
    }
}

/// Where bytes may come from.
struct ReachTests {
    private func server() throws -> RocksServer {
        let server = try RocksServer()
        try server.add("fleets", "1.0-1", "return 1")
        return server
    }

    private func settings(_ address: String, _ more: String = "") -> [String: String] {
        ["cph.project.lua": "return { servers = { '\(address)' } \(more) }"]
    }

    @Test func `plain http is for this machine, unless the project asks for more`() throws {
        let address = "http://rocks.example.org/cph"
        let project = try LibraryProject(needs: ["fleets"], settings(address))
        #expect(
            project.failure { try project.install() } == """
                http://rocks.example.org/cph is plain http, which anybody on the way can change. If that is right, add to \
                cph.project.lua: plain_http = { "rocks.example.org" }
                """)
        #expect(
            project.failure { try project.vendor("git+http://git.example.org/x.git#v1") }.contains(
                "add to cph.project.lua: plain_http = { \"git.example.org\" }"))
        // Linux takes 0.0.0.0 for this machine, and cph does not.
        let rocks = try server()
        let http = try FileServer(rocks.folder.path)
        let host = "0.0.0.0:\(http.port)"
        let asked = try LibraryProject(needs: ["fleets"], settings("http://\(host)"))
        #expect(asked.failure { try asked.install() }.contains("plain_http = { \"\(host)\" }"))
        try asked.folder.write(
            "cph.project.lua", settings("http://\(host)", ", plain_http = { '\(host)' }").values.joined())
        try asked.install()
    }

    @Test func `a server does not send us on to another host, unless the project names that`() throws {
        let rocks = try server()
        let (file, index) = ("/fleets-1.0-1.all.rock", "/manifest-5.4")
        let other = try FileServer(rocks.folder.path)
        let sending = try FileServer(
            rocks.folder.path, moved: [file: "http://127.0.0.1:\(other.port)\(file)?key=1", "/a/manifest-5.4": index])
        let address = "http://127.0.0.1:\(sending.port)"
        let project = try LibraryProject(needs: ["fleets"], settings(address))
        #expect(
            project.failure { try project.install() } == """
                \(address)\(file) sends us on to another host, http://127.0.0.1:\(other.port). If that is right, add to \
                cph.project.lua: redirects = { "127.0.0.1:\(other.port)" }; nothing was installed
                """)
        let asked = try LibraryProject(
            needs: ["fleets"], settings(address, ", redirects = { '127.0.0.1:\(other.port)' }"))
        try asked.install()
        let rock = try #require(try Project(root: asked.folder.path).lock?.rocks.first)
        #expect(rock.from == address && rock.address == "http://127.0.0.1:\(other.port)\(file)")
        try asked.installLocked()
    }

    @Test func `a server sends us on to itself, but not for ever`() throws {
        let rocks = try server()
        let sending = try FileServer(
            rocks.folder.path, moved: ["/a/manifest-5.4": "/manifest-5.4", "/b/manifest-5.4": "/b/manifest-5.4"])
        let first = try LibraryProject(needs: ["fleets"], settings("http://127.0.0.1:\(sending.port)/a"))
        #expect(first.failure { try first.install() }.contains("lists fleets-1.0-1.all.rock and does not have it"))
        let second = try LibraryProject(needs: ["fleets"], settings("http://127.0.0.1:\(sending.port)/b"))
        #expect(second.failure { try second.install() }.contains("sends us on more than 5 times"))
    }

    @Test(arguments: ["ftp://x/y", "rocks", "https://user:password@x/y", "https://x y/", "https:///x"])
    func `what is no address of a server is said to be none`(address: String) throws {
        let project = try LibraryProject(needs: ["fleets"], settings(address))
        let said = project.failure { try project.install() }
        #expect(said.contains("is no server: ") || said.contains("is no address of a server: "), "\(said)")
    }

    @Test func `settings name hosts as hosts`() throws {
        for setting in ["redirects", "plain_http"] {
            let project = try LibraryProject(needs: ["fleets"], settings("/srv", ", \(setting) = { 'https://x/' }"))
            #expect(
                project.failure { try project.install() }
                    == "cph.project.lua: \(setting)[1]: must be HOST or HOST:PORT, not \"https://x/\"")
        }
    }
}
