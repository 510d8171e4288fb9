import Checking
import LuaKit
import Projects
import Stdlib
import Synchronization
import TestSupport
import Testing

/// What runs is not complained of, and what a comment says is meant neither.
struct FalseAlarmTests {
    private func check(_ text: String) throws -> [String] {
        try ScriptChecker().check(try Script(name: "s", bytes: Array(text.utf8))).map(\.description)
    }

    @Test(arguments: [
        "local lfs = require 'lfs' print(lfs.currentdir())",
        "print(package.loaded.x, package.loaded['y'], package.preload.z)",
        "local unpack = table.unpack or unpack print(unpack {})",
        "local unpack = unpack or table.unpack print(unpack {})",
        "if jit then print(jit.version, jit.os) end", "print(_G.jit and 1, type(jit) == 'table')",
        "if not setfenv then print(1) else setfenv(1, {}) end",
        "local pow = math.pow or function(x) return x end pow(1)",
        "while bit32 ~= nil do break end",
        "if utf8.foo then utf8.foo() end", "rawset(_G, 'x', 1) print(x)", "_G.x = 1 print(x)", "_G['x'] = 1 print(x)",
        "for _, name in ipairs { 'a' } do _G[name] = 1 end print(a)",
        "if _VERSION == 'Lua 5.1' then print(unpack {}, table.getn {}) end",
        "local ok, lpeg = pcall(require, 'lpeg') print(ok, lpeg)",
        "print(pcall(function() return require 'lpeg' end))",
        "local t = {} t.f = function(self) end return t",
    ])
    func `leaves alone what runs`(text: String) throws {
        #expect(try check(text) == [])
    }

    @Test(arguments: [
        ("if foo then print(1) end", "undeclared global 'foo'"), ("print(jit)", "undeclared global 'jit'"),
        ("local x = prnt or print x()", "undeclared global 'prnt'"),
        ("print(cph.servers and cph.srvers)", "cph has no \"srvers\""),
        ("print(table.unpack or unpack, pack)", "undeclared global 'pack'"),
        ("local f = math.pow f(1, 2)", "math has no \"pow\"; Lua 5.4 has x ^ y instead"),
        ("print(table.getn {})", "table has no \"getn\"; Lua 5.4 has #list instead"),
        ("print(unpack {})", "undeclared global 'unpack'; Lua 5.4 has table.unpack instead"),
    ])
    func `and says what does not`(text: String, words: String) throws {
        let found = try check(text)
        #expect(found.count == 1 && found[0].contains(words), "\(found)")
    }

    @Test func `a file of definitions for editors is not looked into`() throws {
        #expect(
            try check("---@meta\n\nlocal Plan = {}\nfunction Plan:add(body) end\nfunction cph.plan(name) end") == [])
        #expect(try check("---@meta\nlocal = 1").count == 1)
    }

    @Test(arguments: [
        "local x = 1 -- luacheck: ignore", "-- luacheck: ignore\nlocal x = 1\nlocal y = foo",
        "local x = 1 -- luacheck: ignore x", "local x = 1 -- luacheck: ignore 211",
        "local x = 1 -- luacheck: ignore 21/x", "local xy = 1 -- luacheck: ignore x.",
        "local x = foo.bar -- luacheck: ignore 113 211/x",
        "-- luacheck: globals foo bar\nfoo() bar.x() foo = 1", "-- luacheck: read globals foo\nfoo()",
        "-- luacheck: globals string.trim\nstring.trim()", "-- luacheck: new globals foo\nfoo()",
        "-- luacheck: push ignore 211\nlocal x = 1\n-- luacheck: pop\nprint()",
        "-- luacheck: push\n-- luacheck: globals foo\nfoo()\n-- luacheck: pop\nprint()",
        "-- luacheck: std lua51\nprint(unpack {}, table.getn {})",
        "-- luacheck: std +busted\ndescribe('x', function() it('y', function() end) end)",
        "-- luacheck: no unused, no global\nlocal x = foo",
        "-- luacheck: no unused args\nreturn function(a) end",
        "-- luacheck: allow defined\nlocal function f() x = 1 end f() print(x)",
        "return function(a) -- luacheck: ignore 212\nend", "while 1 do break print(1) end -- luacheck: ignore 511",
        "--[[ luacheck: ignore 211 ]]\nlocal x = 1",
    ])
    func `heeds comments for luacheck`(text: String) throws {
        #expect(try check(text) == [])
    }

    @Test(arguments: [
        ("local x = 1 -- luacheck: ignore y", 1), ("local x = 1 -- luacheck: ignore 212", 1),
        ("local x = 1 -- luacheck: ignore\nlocal y = 1", 1),
        ("-- luacheck: push ignore\nlocal x = 1\n-- luacheck: pop\nlocal y = 1", 1),
        ("print(function()\n-- luacheck: ignore\nlocal x = 1\nend)\nlocal y = 1", 1),
        ("-- luacheck: globals foo\nfoo() baz()", 1), ("cph.order.months() -- luacheck: ignore", 1),
        ("local x = -- luacheck: ignore", 1), ("print 'luacheck: ignore' local x = 1", 1),
    ])
    func `as far as they reach`(text: String, count: Int) throws {
        #expect(try check(text).count == count)
    }

    @Test(arguments: [
        ("local m = {} function m.f(x) return string.format('%d', x) end return m", [String]()),
        ("local m = {} function m.f(x) return cph.disk(x, 1) end return m", ["disk"]),
    ])
    func `reads of the standard library only what is asked for`(text: String, files: [String]) throws {
        let read = ReadFiles()
        let stdlib = Stdlib(list: { Stdlib.embedded.paths }, read: { path in read.note(path) })
        let checker = try ScriptChecker(stdlib: stdlib)
        #expect(checker.check(try Script(name: "s", bytes: Array(text.utf8))).isEmpty)
        #expect(Set(read.paths) == Set(files))
    }
}

/// Takes down which files of the standard library are read.
private final class ReadFiles: Sendable {
    private let list = Mutex<[String]>([])
    var paths: [String] { list.withLock { $0 } }

    func note(_ path: String) -> [UInt8]? {
        list.withLock { $0.append(path) }
        return Stdlib.embedded.source(path: path)
    }
}
