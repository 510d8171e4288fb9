import Bindings
import LuaKit
import Projects
import Testing

private let libraries = "lua_modules/share/lua/5.4"

struct RequireTests {
    @Test func `the project's lib comes before what is installed, and a file before its folder`() throws {
        let project = try ProjectFixture([
            "lib/a.lua": "return 'lib'", "\(libraries)/a.lua": "return 'installed'", "lib/b/init.lua": "return 'init'",
            "\(libraries)/c/d.lua": "return 'deep'", "lib/e.lua": "return 'file'", "lib/e/init.lua": "return 'folder'",
        ])
        #expect(
            try project.run("return require 'a', require 'b', require 'c.d', require 'e'")
                == ["lib", "init", "deep", "file", "\(project.folder.path)/lib/e.lua"])
    }

    @Test func `a module runs once, and gets its name and its file`() throws {
        let project = try ProjectFixture(["lib/once.lua": "count = (rawget(_G, 'count') or 0) + 1 return { ... }"])
        #expect(
            try project.run("local a, b = require 'once', require 'once' return count, a == b, a[1], a[2]")
                == ["1", "true", "once", "\(project.folder.path)/lib/once.lua"])
    }

    @Test func `what is built in cannot be shadowed`() throws {
        let project = try ProjectFixture([
            "lib/cph/plan.lua": "return 'mine'", "\(libraries)/cph.lua": "return 'mine'",
        ])
        let text = """
            package.preload['cph.plan'] = function() return 'mine' end
            package.loaded['cph.plan'] = 'mine'
            return require 'cph.plan' == cph.plan, require 'cph' == cph, require 'cph.api' == cph.api
            """
        #expect(try project.run(text) == ["true", "true", "true"])
        #expect(try project.failure("require 'cph.plam'").hasSuffix("cph has no \"plam\"; did you mean cph.plan?"))
    }

    @Test func `neither the current directory nor package path is searched`() throws {
        let project = try ProjectFixture(["scripts/beside.lua": "return 1", "below.lua": "return 1"])
        let message = try project.failure("package.path = '\(project.folder.path)/?.lua' require 'below'")
        #expect(
            message == """
                main.lua:1: module "below" not found
                  no lib/below.lua or lib/below/init.lua in \(project.folder.path)
                  no below.lua in lua_modules/share/lua/5.4
                  nothing else is searched: no package.path, no LUA_PATH, no current directory
                """)
        #expect(try project.failure("require 'beside'").contains("module \"beside\" not found"))
    }

    @Test func `a script without a project is told what to do`() throws {
        let project = try ProjectFixture()
        let session = try project.session { $0.script = "/dev/null" }
        let error = #expect(throws: LuaError.self) {
            try session.run(Script(name: "main.lua", bytes: Array("require 'company.fleets'".utf8)))
        }
        #expect(
            error?.message == """
                module "company.fleets" not found
                  /dev/null is in no project (no cph.project.lua in a folder above), so only cph.* can be required
                  cph lib init makes a project, whose lib/ holds its modules
                """)
    }

    @Test func `a name near to one that exists is suggested`() throws {
        let project = try ProjectFixture(["lib/company/fleets.lua": "", "\(libraries)/pl/tablex.lua": ""])
        #expect(try project.failure("require 'company.fleet'").contains("did you mean company.fleets?"))
        #expect(try project.failure("require 'pl.tabelx'").contains("did you mean pl.tablex?"))
    }

    @Test(arguments: ["../secret", "/etc/passwd", "a..b", "", ".a", "a.", "a\\b", "a/b", "a\u{0}b"])
    func `a name that could lead elsewhere is no name`(name: String) throws {
        let quoted = name.unicodeScalars.map { "\\u{\(String($0.value, radix: 16))}" }.joined()
        #expect(try ProjectFixture().failure("require \"\(quoted)\"").contains("is no name of a module"))
    }

    @Test func `a link that leads out of the project is refused`() throws {
        let other = try ProjectFixture(["lib/secret.lua": "return 'secret'"])
        let project = try ProjectFixture(["lib/near.lua": "return 'near'"])
        try other.folder.link("lib/secret.lua", from: project.folder, at: "lib/far.lua")
        try project.folder.link("lib/near.lua", from: project.folder, at: "lib/alias.lua")
        #expect(try project.run("return (require 'alias')") == ["near"])
        #expect(try project.failure("require 'far'").contains("lib/far.lua: is a link that leads out of the project"))
    }

    @Test func `a cycle is named from end to end`() throws {
        let project = try ProjectFixture([
            "lib/a.lua": "return require 'b'", "lib/b.lua": "return require 'c'", "lib/c.lua": "return require 'a'",
        ])
        #expect(try project.failure("require 'a'").contains("a cycle of requires: a -> b -> c -> a"))
    }

    @Test func `a module that fails is asked again the next time`() throws {
        let project = try ProjectFixture([
            "lib/moody.lua": "tries = (rawget(_G, 'tries') or 0) + 1 if tries < 2 then error 'not yet' end"
        ])
        #expect(
            try project.run("return pcall(require, 'moody'), require 'moody'") == [
                "false", "true", "\(project.folder.path)/lib/moody.lua",
            ])
    }

    @Test func `a module may call the service while it is loaded`() throws {
        let project = try ProjectFixture(["lib/stock.lua": "return #cph.servers.list()"])
        #expect(try project.run("return (require 'stock')") == ["0"])
    }

    @Test func `bytecode and what is not UTF-8 are refused by name`() throws {
        let project = try ProjectFixture()
        try project.folder.write("lib/code.lua", bytes: [0x1B, 0x4C, 0x75, 0x61])
        try project.folder.write("lib/latin.lua", bytes: Array("return\n'\u{0}".utf8) + [0xE9, 0x27])
        #expect(try project.failure("require 'code'").contains("lib/code.lua is compiled Lua"))
        #expect(try project.failure("require 'latin'").contains("lib/latin.lua:2: not UTF-8"))
    }

    @Test func `an error in a module says where, as an error of the script does`() throws {
        let project = try ProjectFixture(["lib/bad.lua": "local x\n= = 1", "lib/late.lua": "\n\nlocal x = nil + 1"])
        #expect(try project.failure("require 'bad'") == "lib/bad.lua:2: unexpected symbol near '='")
        #expect(try project.failure("require 'late'") == "lib/late.lua:3: attempt to perform arithmetic on a nil value")
    }

    @Test func `each module says where it came from`() throws {
        let project = try ProjectFixture(["lib/own.lua": "", "\(libraries)/rock.lua": "require 'cph.plan'"])
        var origins: [String] = []
        let session = try project.session { $0.onLoad = { origins.append("\($0)") } }
        _ = try session.run(Script(name: "main.lua", bytes: Array("require 'own' require 'rock' require 'own'".utf8)))
        #expect(
            origins == [
                "own from lib/own.lua", "cph.plan is built in",
                "rock from lua_modules/share/lua/5.4/rock.lua (rock, which no lock names)",
            ])
    }

    @Test func `all of standard Lua searches on as Lua does`() throws {
        let project = try ProjectFixture(["other/x.lua": "return 'found'"])
        let text = "package.path = '\(project.folder.path)/other/?.lua' return (require 'x')"
        #expect(try project.run(text, mode: .trusted) == ["found"])
    }

    @Test func `the user's own folder is searched last`() throws {
        let user = try ProjectFixture(["mine.lua": "return 'mine'"])
        let project = try ProjectFixture()
        let session = try project.session { $0.userFolder = user.folder.path }
        let values = try session.run(Script(name: "main.lua", bytes: Array("return (require 'mine')".utf8)))
        #expect(try session.text(of: values[0]) == "mine")
        #expect(try project.failure("require 'mine'").contains("not found"))
    }
}

struct LockedTests {
    private func locked() throws -> ProjectFixture {
        let project = try ProjectFixture([
            "\(libraries)/rock.lua": "return 'rock'", "\(libraries)/stray.lua": "return 1",
        ])
        try project.lock(["rock": ["rock.lua"]])
        return project
    }

    @Test func `with a lock only what it lists is found`() throws {
        let project = try locked()
        #expect(try project.run("return (require 'rock')") == ["rock"])
        #expect(try project.failure("require 'stray'").contains("cph.lock lists no such file"))
    }

    @Test func `a changed byte is refused, with the library's name`() throws {
        let project = try locked()
        try project.folder.write("\(libraries)/rock.lua", "return 'sock'")
        #expect(
            try project.failure("require 'rock'").contains(
                "lua_modules/share/lua/5.4/rock.lua: is not what cph.lock says of rock 1.0-1"))
    }

    @Test func `a file that is gone is missed`() throws {
        let project = try ProjectFixture(["\(libraries)/rock.lua": "return 1"])
        try project.lock(["rock": ["rock.lua", "rock/more.lua"]])
        #expect(try project.failure("require 'rock.more'").contains("rock/more.lua: No such file"))
    }

    @Test(arguments: [
        ("{\"version\":2,\"rocks\":[]}", "cph.lock: is of version 2, and this program knows 1: a newer cph wrote it"),
        ("{}", "cph.lock: has no version"),
        ("{\"version\":1,\"rocks\":[{\"name\":\"a\"}]}", "cph.lock: rocks[1] is not complete"),
        ("{", "cph.lock: not JSON at line 1"),
        (
            "{\"version\":1,\"rocks\":[{\"name\":\"a\",\"version\":\"1\",\"from\":\"x\",\"files\":{\"../x.lua\":\"sha256-0\"}}]}",
            "cph.lock: rocks[1] is not complete"
        ),
        (
            "{\"version\":1,\"rocks\":[{\"name\":\"a\",\"version\":\"1\",\"from\":\"x\",\"files\":{\"x.lua\":\"sha256-0\"}},"
                + "{\"name\":\"a\",\"version\":\"2\",\"from\":\"x\",\"files\":{\"x.lua\":\"sha256-0\"}}]}",
            "x.lua: in a 1 and in a 2: two versions of one module"
        ),
    ])
    func `a lock that cannot be used says why`(text: String, message: String) throws {
        let project = try ProjectFixture(["cph.lock": text])
        #expect(try project.failure("require 'x'").contains(message))
    }

    @Test func `a lock reads as it was written`() throws {
        let lock = try Lock([
            Lock.Rock(name: "b", version: "2-1", from: "file:///srv", files: ["b.lua": "00", "b/c.lua": "11"]),
            Lock.Rock(name: "a", version: "v1", from: "git+file:///a#v1", commit: "abc", files: ["a.lua": "22"]),
        ])
        #expect(try Lock(Array(lock.text.utf8)) == lock)
        #expect(lock.rocks.map(\.name) == ["a", "b"])
    }
}

struct ProjectFileTests {
    @Test(arguments: [
        ("return { servers = os.getenv 'HOME' }", "cph.project.lua:1: attempt to index a nil value (global 'os')"),
        ("while true do end", "cph.project.lua:1: 'while' is code"),
        ("\nreturn { x = function() end }", "cph.project.lua:2: 'function' is code"),
        ("return { servers = ('x'):rep(1 << 40) }", "cph.project.lua:1: attempt to call a nil value (method 'rep')"),
        ("return 1", "cph.project.lua: must return a table"),
        ("return {", "cph.project.lua:1: unexpected symbol near <eof>"),
        ("return { server = {} }", "cph.project.lua: server is not a setting; did you mean servers?"),
        ("return { servers = 'x' }", "cph.project.lua: servers: must be a list of texts, not a string"),
        ("return { servers = { 1 } }", "cph.project.lua: servers[1]: must be a text, not an integer"),
        ("return { grants = { x = { 'files:writ' } } }", "\"files:writ\" cannot be granted; did you mean files:write?"),
        (
            "return { grants = { x = { 'list_cloud_phone_servers' } } }",
            "\"list_cloud_phone_servers\" cannot be granted"
        ),
    ])
    func `what is not plain data is refused with place and reason`(text: String, message: String) throws {
        let project = try ProjectFixture(["cph.project.lua": text])
        #expect(try project.failure("require 'x'").contains(message))
    }

    @Test func `a rockspec that does not end is stopped`() throws {
        let error = #expect(throws: ProjectError.self) {
            try LuaData.globals(Array("x = 1\nwhile true do end".utf8), name: "a.rockspec")
        }
        #expect(error?.description == "a.rockspec:2: does not end; it is data, not a program")
        #expect(throws: ProjectError("a.rockspec: needs more than 16 MiB; it is data, not a program")) {
            try LuaData.globals(
                Array("t = {} while true do t = { t, t, t, t, t, t, t, t } end".utf8), name: "a.rockspec")
        }
    }

    @Test func `words that can be granted are the operations that change something, files and programs`() {
        #expect(LibraryRights.words.contains("create_cloud_phone_single_server"))
        #expect(!LibraryRights.words.contains("list_cloud_phone_servers"))
    }
}
