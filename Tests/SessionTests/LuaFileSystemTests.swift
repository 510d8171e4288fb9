import Glibc
import TestSupport
import Testing

/// `lfs` as LuaFileSystem 1.8 has it: what these expect, Debian's `lua-filesystem` answered under `lua5.4`.
struct LuaFileSystemTests {
    private let project: ProjectFixture

    init() throws { project = try ProjectFixture(["data/f": "hello"]) }

    /// What `text` returns, with `lfs`, the folder `d`, and `try`, which gives the message of an error.
    private func run(_ text: String) throws -> [String] {
        let start = """
            local lfs, d = require "lfs", "\(project.folder.path)/data"
            local function try(f, ...)
              local ok, err = pcall(f, ...)
              return not ok and tostring(err):gsub("^%S+:%d+: ", "") or "no error"
            end

            """
        return try project.run(start + text)
    }

    @Test func `it has all functions of LuaFileSystem`() throws {
        let names = try run(
            "local names = {} for name in pairs(lfs) do names[#names + 1] = name end table.sort(names) return table.concat(names, ' ')"
        )
        #expect(
            names == [
                "_COPYRIGHT _DESCRIPTION _VERSION attributes chdir currentdir dir link lock lock_dir mkdir rmdir setmode symlinkattributes touch unlock"
            ])
        #expect(try run("return lfs._VERSION") == ["LuaFileSystem 1.8.0"])
    }

    @Test(arguments: [
        ("1000, 2000", "1000 2000"), ("3000", "3000 3000"), ("3000.7", "3000 3000"), ("'5000', '6000'", "5000 6000"),
        ("nil, 77", "0 77"), ("10.0, nil", "10 10"), ("-5, 2^33", "-5 8589934592"),
    ])
    func `touch sets the times that it is given`(times: String, expected: String) throws {
        let read = "local a = lfs.attributes(d .. '/f') return a.access .. ' ' .. a.modification"
        #expect(try run("assert(lfs.touch(d .. '/f', \(times)) == true) \(read)") == [expected])
    }

    @Test func `touch without times means now, and makes no file`() throws {
        #expect(
            try run(
                """
                lfs.touch(d .. "/f", 1)
                assert(lfs.touch(d .. "/f"))
                return math.abs(lfs.attributes(d .. "/f", "modification") - os.time()) < 60, select(2, lfs.touch(d .. "/g"))
                """) == ["true", "No such file or directory", "2"])
    }

    @Test func `link makes hard and symbolic links`() throws {
        let text = """
            assert(lfs.link(d .. "/f", d .. "/hard") == true and lfs.link("f", d .. "/soft", true) == true)
            assert(lfs.link("nowhere", d .. "/dangling", true))
            local soft = lfs.symlinkattributes(d .. "/soft")
            return lfs.attributes(d .. "/hard", "nlink"), soft.mode, soft.target, lfs.symlinkattributes(d .. "/soft", "target"),
              lfs.attributes(d .. "/soft", "mode"), lfs.attributes(d .. "/soft").target
            """
        #expect(try run(text) == ["2", "link", "f", "f", "file", "nil"])
        #expect(try run("return lfs.link('f', d .. '/soft', true)") == ["nil", "File exists", "17"])
        #expect(try run("return lfs.link(d .. '/no', d .. '/x')") == ["nil", "No such file or directory", "2"])
        #expect(
            try run("return lfs.symlinkattributes(d .. '/f', 'target')") == [
                "nil", "could not obtain link target: Invalid argument", "22",
            ])
    }

    @Test func `a folder is walked by a loop, which closes it however it ends`() throws {
        let text = """
            for _, name in ipairs { "a", "b" } do lfs.mkdir(d .. "/" .. name) end
            local names = {}
            for name in lfs.dir(d) do names[#names + 1] = name end
            table.sort(names)
            local iter, folder, none, closing = lfs.dir(d)
            assert(type(folder) == "userdata" and none == nil and closing == folder)
            pcall(function() for _ in iter, folder, none, closing do error "out" end end)
            return table.concat(names, " "), try(iter, folder)
            """
        #expect(try run(text) == [". .. a b f", "bad argument #1 to 'iter' (closed directory)"])
    }

    @Test func `a folder object has next and close, and is closed at its end`() throws {
        let text = """
            local iter, folder = lfs.dir(d)
            local count = 0
            while folder:next() do count = count + 1 end
            local _, other = lfs.dir(d)
            assert(other:next())
            assert(select("#", other:close()) == 0 and select("#", other:close()) == 0)
            return count, try(folder.next, folder), try(other.next, other), try(iter, folder), try(iter), try(iter, {})
            """
        #expect(
            try run(text) == [
                "3", "bad argument #1 to 'next' (closed directory)", "bad argument #1 to 'next' (closed directory)",
                "bad argument #1 to 'iter' (closed directory)",
                "bad argument #1 to 'iter' (directory metatable expected, got no value)",
                "bad argument #1 to 'iter' (directory metatable expected, got table)",
            ])
    }

    @Test func `folders that nobody closed are closed when they are collected`() throws {
        let text = """
            for number = 1, 3000 do
              select(2, lfs.dir(d)):next()
              if number % 100 == 0 then
                collectgarbage()
              end
            end
            return "done"
            """
        #expect(try run(text) == ["done"])
    }

    @Test(arguments: [
        ("lfs.mkdir", "bad argument #1 to 'lfs.mkdir' (string expected, got no value)"),
        ("lfs.dir, {}", "bad argument #1 to 'lfs.dir' (string expected, got table)"),
        ("lfs.dir, d .. '/none'", "cannot open DATA/none: No such file or directory"),
        ("lfs.dir, d .. '/f'", "cannot open DATA/f: Not a directory"),
        ("lfs.touch, d, 'x'", "bad argument #2 to 'lfs.touch' (number expected, got string)"),
        ("lfs.touch, d, 1, 1.5", "bad argument #3 to 'lfs.touch' (number has no integer representation)"),
        ("lfs.link, d", "bad argument #2 to 'lfs.link' (string expected, got no value)"),
        ("lfs.attributes, d, 'nope'", "invalid attribute name 'nope'"),
        ("lfs.attributes, d, 12", "invalid attribute name '12'"),
        ("lfs.attributes, d, 'target'", "invalid attribute name 'target'"),
        ("lfs.attributes, 'a\\0b'", "bad argument #1 to 'lfs.attributes' (it holds a zero byte)"),
        ("lfs.setmode, {}, 'text'", "bad argument #1 to 'lfs.setmode' (FILE* expected, got table)"),
        ("lfs.setmode, io.stdout, 'x'", "bad argument #2 to 'lfs.setmode' (invalid option 'x')"),
        ("lfs.lock, io.stdout", "bad argument #2 to 'lfs.lock' (string expected, got no value)"),
        ("lfs.lock, io.stdout, 'x'", "lock: invalid mode"),
        ("lfs.unlock, 1", "bad argument #1 to 'lfs.unlock' (FILE* expected, got integer)"),
    ])
    func `a wrong argument is an error in Lua's words`(call: String, message: String) throws {
        let data = "\(project.folder.path)/data"
        #expect(try run("return (try(\(call)))") == [message.replacing("DATA", with: data)])
    }

    @Test func `what the system refuses is nil, the reason and its number`() throws {
        #expect(try run("return lfs.mkdir(d)") == ["nil", "File exists", "17"])
        #expect(try run("return lfs.rmdir(d)") == ["nil", "Directory not empty", "39"])
        #expect(
            try run("return lfs.attributes(d .. '/no')") == [
                "nil",
                "cannot obtain information from file '\(project.folder.path)/data/no': No such file or directory", "2",
            ])
        #expect(
            try run("return lfs.chdir(d .. '/no')") == [
                "nil",
                "Unable to change working directory to '\(project.folder.path)/data/no'\nNo such file or directory\n",
            ])
    }

    @Test func `attributes fill a table that is handed over, and know a device`() throws {
        let text = """
            local t = { x = 1 }
            assert(lfs.attributes(d .. "/f", t) == t and t.x == 1)
            return t.size, t.mode, t.rdev, lfs.attributes("/dev/null", "mode"), lfs.attributes("/dev/null", "rdev") > 0
            """
        #expect(try run(text) == ["5", "file", "0", "char device", "true"])
    }

    @Test func `an open file is locked and unlocked, a closed one is refused`() throws {
        let text = """
            local f = assert(io.open(d .. "/f", "r+"))
            assert(lfs.lock(f, "w") and lfs.lock(f, "r", 1, 2) and lfs.unlock(f, 1, 2) and lfs.unlock(f))
            assert(select(2, lfs.setmode(f, "text")) == "binary")
            local other <close> = assert(io.open(d .. "/f"))
            local reason = select(2, lfs.lock(other, "w"))
            f:close()
            return reason, try(lfs.lock, f, "w"), try(lfs.unlock, f), try(lfs.setmode, f, "text")
            """
        #expect(
            try run(text) == [
                "Bad file descriptor", "lock: closed file", "unlock: closed file", "setmode: closed file",
            ])
    }

    @Test func `a folder is locked by a link, until it is freed or forgotten`() throws {
        let text = """
            local lock = assert(lfs.lock_dir(d))
            local again, reason = lfs.lock_dir(d)
            lock:free()
            lock:free()
            assert(lfs.lock_dir(d))
            collectgarbage()
            collectgarbage()
            return again, reason, lfs.symlinkattributes(d .. "/lockfile.lfs", "mode")
            """
        #expect(try run(text).prefix(3) == ["nil", "File exists", "nil"])
    }

    @Test func `a path need not be text`() throws {
        #expect(
            try run(
                """
                assert(lfs.mkdir(d .. "/\\xff"))
                for name in lfs.dir(d) do
                  if name == "\\xff" then
                    return lfs.attributes(d .. "/" .. name, "mode")
                  end
                end
                """) == ["directory"])
    }

    @Test func `a library writes nothing without the grant, and reads no folder outside of the project`() throws {
        let library = """
            local lfs = require "lfs"
            return function(path)
              local said = {}
              for _, call in ipairs {
                { lfs.touch, path, 1 }, { lfs.link, path, path .. "2", true }, { lfs.lock_dir, path }, { lfs.mkdir, path .. "3" },
                { lfs.dir, "/etc" }, { lfs.dir, "/etc/../\\xff" },
              } do
                local ok, err = pcall(table.unpack(call))
                said[#said + 1] = ok and "done" or err.kind
              end
              return table.concat(said, " "), type(lfs.dir(path))
            end
            """
        try project.folder.write("lua_modules/share/lua/5.4/lib.lua", library)
        try project.lock(["lib": ["lib.lua"]])
        #expect(
            try run("return require 'lib'(d)") == ["denied denied denied denied denied denied", "function"])
    }
}

struct TrustedRequireTests {
    @Test func `a trusted script names modules as Lua does`() throws {
        let project = try ProjectFixture(["lib/a/b.lua": "return { ... }"])
        let script = """
            local first, second = require "a/b", require "a.b"
            return first[1], second[1], first ~= second, package.loaded["a/b"] == first
            """
        #expect(try project.run(script, mode: .trusted) == ["a/b", "a.b", "true", "true"])
        let wrong = try project.run("return select(2, pcall(require, {}))", mode: .trusted)
        #expect(wrong == ["bad argument #1 to 'require' (string expected, got table)"])
        let preloaded = "package.preload['p/q'] = function(...) return ... end return require 'p/q'"
        #expect(try project.run(preloaded, mode: .trusted) == ["p/q", ":preload:"])
        let missing = try project.run("return select(2, pcall(require, 'a/c'))", mode: .trusted)
        #expect(missing.first?.hasPrefix("module 'a/c' not found:") == true)
        #expect(
            try project.failure("require 'a/b'").contains(
                "\"a/b\" is no name of a module: words with dots between them, so a.b"))
    }
}

/// `lenient_lib`: a project's own modules by the rules of installed ones.
struct LenientLibTests {
    private func project(_ files: [String: String], setting: String = "true") throws -> ProjectFixture {
        try ProjectFixture(["cph.project.lua": "return { lenient_lib = \(setting) }"].merging(files) { $1 })
    }

    @Test func `an undeclared global reads as nil there, and nowhere else`() throws {
        let files = [
            "lib/m.lua":
                "return { read = function() return undeclared end, other = nobodys, unpack = unpack or table.unpack }"
        ]
        let lenient = try project(files)
        #expect(
            try lenient.run("local m = require 'm' return m.read(), m.other, type(m.unpack)") == [
                "nil", "nil", "function",
            ])
        #expect(try lenient.failure("require 'm' return undeclared").contains("undeclared global 'undeclared'"))
        #expect(try project(files, setting: "false").failure("require 'm'").contains("undeclared global 'nobodys'"))
        #expect(try ProjectFixture(files).failure("require 'm'").contains("undeclared global 'nobodys'"))
    }

    @Test func `what they set is theirs, and what the script has they have`() throws {
        let project = try project([
            "lib/a.lua": "function shared() return own end own = 1 return true",
            "lib/b.lua": "return shared() + of_script",
            "lib/c.lua":
                "late = load 'return unknown, own'() return _G.nothing == nil and _G.print == print and load == _G.load",
            "lib/d.lua":
                "local seen = 0 for _ in pairs(_G) do seen = seen + 1 end setmetatable(_G, {}) return seen > 20",
        ])
        let script = """
            of_script = 41
            require "a"
            assert(require "c" and require "d")
            return require "b", rawget(_G, "own"), rawget(_G, "shared"), getmetatable(_G)
            """
        #expect(try project.run(script) == ["42", "nil", "nil", "false"])
    }

    @Test func `they may do what the script may`() throws {
        let project = try project(["lib/m.lua": "return cph.apply"])
        #expect(try project.run("return require 'm' == cph.apply") == ["true"])
    }

    @Test func `the setting is true or false`() throws {
        let project = try project([:], setting: "'yes'")
        #expect(
            try project.failure("require 'm'").contains(
                "cph.project.lua: lenient_lib: must be true or false, not a string"))
    }
}
