import Checking
import LuaKit
import Projects
import TestSupport
import Testing

/// What `cph check` finds, and what it leaves alone.
struct CheckTests {
    private func check(_ text: String, as role: ScriptRole? = nil) throws -> [String] {
        let checker = try ScriptChecker()
        return checker.check(try Script(name: "s", bytes: Array(text.utf8)), as: role).map(\.description)
    }

    @Test(arguments: [
        ("local x = ", "s:1:11: error: unexpected symbol near <eof>"),
        ("print(1", "s:1:8: error: ')' expected near <eof>"),
        (
            "local \u{4E91} = 1",
            "s:1:7: error: <name> expected near '<\\228>'; outside of strings and comments Lua takes only ASCII"
        ),
        ("goto x", "s:1:6: error: no visible label 'x' for <goto> at line 1"),
        ("\n do\n goto x\nend\nprint(1)", "s:3:7: error: no visible label 'x' for <goto> at line 3"),
        ("\n  local x <const> = 1; x = 2", "s:2:24: error: attempt to assign to const variable 'x'"),
        ("local x <odd> = 1", "s:1:10: error: unknown attribute 'odd'"),
        ("print(1))) print(2))", "s:1:9: error: unexpected symbol near ')'"),
        ("local x = 'abc", "s:1:11: error: unfinished string near <eof>"),
        ("print(1)\n--[[ x\n\n", "s:2:1: error: unfinished long comment (starting at line 2) near <eof>"),
        (
            "local function f() return ... end f()",
            "s:1:27: error: cannot use '...' outside a vararg function near '...'"
        ),
    ])
    func `says what Lua cannot read`(text: String, finding: String) throws {
        #expect(try check(text) == [finding])
    }

    @Test func `says what Lua refuses though its grammar is right`() throws {
        let text = "\nreturn f(" + (1...300).map { "x\($0)()" }.joined(separator: ", ") + ")"
        #expect(try check(text) == ["s:2:1: error: function or expression needs too many registers near '('"])
    }

    @Test func `says where nesting is too deep`() throws {
        let found = try check("x = " + String(repeating: "(", count: 250) + "1" + String(repeating: ")", count: 250))
        #expect(found.count == 1 && found[0].hasPrefix("s:1:2") && found[0].hasSuffix("C stack overflow"), "\(found)")
    }

    @Test(arguments: [
        ("prnt(1)", "s:1:1: error: undeclared global 'prnt'; did you mean 'print'?"),
        ("local plan = 1; print(plan, plam)", "s:1:29: error: undeclared global 'plam'; did you mean 'plan'?"),
        (
            "local function f() x = 1 end f()",
            "s:1:20: error: undeclared global 'x' is set in a function; missing 'local'?"
        ),
        ("string.fromat(1)", "s:1:8: error: string has no \"fromat\"; did you mean string.format?"),
        ("cph.orders.months(1)", "s:1:5: error: cph has no \"orders\"; did you mean cph.order?"),
        ("cph.servers.crate{}", "s:1:13: error: cph.servers has no \"crate\"; did you mean cph.servers.create?"),
        (
            "cph.models.CreateServr{}",
            "s:1:12: error: cph.models has no \"CreateServr\"; did you mean cph.models.CreateServer?"
        ),
        ("local a = cph.api; a.list()", "s:1:22: error: cph.api has no \"list\""),
        ("print(cph.plan.new)", "s:1:16: error: cph.plan is a function and has no field new; call it"),
        (
            "local p = cph.plan 'p'; p:aply()",
            "s:1:27: error: what cph.plan makes has no method \"aply\"; did you mean :apply?"
        ),
        (
            "cph.order:months(1)",
            "s:1:11: error: cph.order.months is a function, not a method; call it as cph.order.months"
        ),
    ])
    func `knows what the host offers`(text: String, finding: String) throws {
        #expect(try check(text) == [finding])
    }

    @Test(arguments: [
        "x = 1; function f() return x end; f()", "print(arg[0], ...)", "print(_VERSION, _G.print, _ENV)",
        "for k, v in pairs(cph) do print(k, v) end", "print(cph.servers, cph.version:upper())",
        "local t = {} t.x.y.z = 1; print(t:any())", "print(cph.models.CreateServer.fields, cph.json.null)",
        "local cph = {} cph.whatever()",
        "function string.trim(s) return s end print(string.trim '', ('').trim)", "table.new = print; table.new()",
        "string = { fromat = print }; string.fromat()",
    ])
    func `leaves alone what may be right`(text: String) throws {
        #expect(try check(text) == [])
    }

    @Test(arguments: [
        ("cph.order.months()", "takes 1 to 2 arguments, and none is given; cph.order.months(count, options?)"),
        ("cph.sleep(1, 2)", "takes 1 argument, and 2 are given; cph.sleep(duration)"),
        ("cph.plan 'x':apply({}, 1)", "takes 0 to 1 arguments, and 2 are given; cph.plan:apply(options?)"),
        ("cph.parallel(print())", nil), ("cph.parallel(...)", nil), ("cph.try(print, 1, 2, 3)", nil),
        ("cph.servers.list()", nil),
    ])
    func `counts arguments`(text: String, finding: String?) throws {
        let found = try check(text)
        #expect(found.count == (finding == nil ? 0 : 1))
        if let finding { #expect(found.first?.hasSuffix(finding) == true, "\(found)") }
    }

    @Test(arguments: [
        ("local x = 1", "s:1:7: warning: local 'x' is never used"),
        ("local x = 1 x = 2", "s:1:7: warning: local 'x' is set but never used"),
        ("local function f() end", "s:1:16: warning: function 'f' is never used"),
        ("return function(a, b) return a end", "s:1:20: warning: parameter 'b' is never used"),
        ("for i, v in pairs{} do print(i) end", "s:1:8: warning: loop variable 'v' is never used"),
        ("while 1 do break print(1) end", "s:1:18: warning: this is never reached"),
        ("return { a = 1, a = 2 }", "s:1:17: warning: the table has a already; the later value counts"),
    ])
    func `warns of what does nothing`(text: String, finding: String) throws {
        #expect(try check(text) == [finding])
    }

    @Test(arguments: [
        "local _x = 1", "for _ = 1, 3 do print() end", "return function(a, b) return b end",
        "for _, v in pairs{} do print(v) end", "local f <close> = io.open 'x'",
        "local t = {} function t:m() end return t",
        "local x = 1 -- cph: ignore", "while 1 do break ::x:: print(1) end",
    ])
    func `does not warn of what is meant`(text: String) throws {
        #expect(try check(text) == [])
    }

    @Test(arguments: [
        "cph.servers.create(body)", "cph.plan 'x':apply()", "local p = cph.plan 'x' p:apply()",
        "cph.apply(cph.plan 'x')",
        "cph.api.create_cloud_phone_single_server(body)", "local buy = cph.servers.create buy(body)",
    ])
    func `a library may not spend`(call: String) throws {
        let module = "local m = {} function m.f(body) \(call) return body end return m"
        #expect(try check(module).filter { $0.contains(" spends, which a library may not") }.count == 1)
        #expect(try check(module, as: .script) == [])
    }

    @Test func `a library may plan and read`() throws {
        let module = """
            local m = {}
            function m.f() cph.servers.list() return cph.plan("x"):show():status() end
            return m
            """
        #expect(try check(module) == [])
    }

    @Test(arguments: [
        (
            "cph.plan('x'):apply { concurency = 2 }",
            "s:1:23: error: concurency is no option of cph.plan:apply; did you mean concurrency?"
        ),
        ("cph.plan('x'):apply { concurrency = '2' }", "s:1:37: error: concurrency is a string; must be integer"),
        (
            "cph.order.months(1, { pays = true })",
            "s:1:23: error: pays is no option of cph.order.months; did you mean pay?"
        ),
        (
            "cph.ledger.list { prefx = 'a' }",
            "s:1:19: error: prefx is no option of cph.ledger.list; did you mean prefix?"
        ),
        ("local o = { concurrency = 2 } cph.plan('x'):apply(o)", nil), ("cph.order.months(1, { pay = f() })", nil),
        ("cph.sorted { a = 1 }", nil),
    ])
    func `options are known by their functions`(text: String, finding: String?) throws {
        #expect(try check(text).filter { !$0.contains("undeclared") } == [finding].compactMap(\.self))
    }

    @Test(arguments: [
        (
            "cph.table('x', {})",
            "s:1:11: error: argument #1 of cph.table is a string; titles must be string[]"
        ),
        (
            "cph.table({ 'a', 1 }, {})",
            "s:1:18: error: argument #1 of cph.table is an integer; titles must be string[]"
        ),
        (
            "cph.time.words(nil)",
            "s:1:16: error: argument #1 of cph.time.words is nil; seconds must be number"
        ),
        (
            "cph.retry(print, { wait = true })",
            "s:1:27: error: wait is a boolean; must be cph.time.Duration"
        ),
        (
            "cph.plan('x'):show(5)",
            "s:1:20: error: argument #1 of cph.plan:show is an integer; file must be cph.plan.Output"
        ),
        ("cph.time.words(1.5)", nil), ("cph.time.stamp()", nil), ("cph.table({ f() }, { { 1, 2 } })", nil),
        ("cph.sleep('5m') cph.sleep(5)", nil), ("cph.inspect(nil)", nil), ("cph.csv.decode('a', nil)", nil),
        ("cph.log.info('x', { a = 1 })", nil), ("cph.export('csv')", nil),
    ])
    func `arguments are of the types that the comments say`(text: String, finding: String?) throws {
        #expect(try check(text).filter { !$0.contains("undeclared") } == [finding].compactMap(\.self))
    }

    @Test func `modules that are not there are found`() throws {
        let folder = try TemporaryFolder([
            "cph.project.lua": "return {}", "lib/company/fleets.lua": "return {}", "spec/help.lua": "return {}",
        ])
        func check(_ text: String, _ file: String) throws -> [String] {
            try folder.write(file, text)
            let script = try Script(name: "\(folder.path)/\(file)", bytes: Array(text.utf8))
            return try ScriptChecker().check(script).map(\.message)
        }
        #expect(
            try check("require 'company.fleets' require 'cph.csv' require 'string' require 'company.flets'", "a.lua")
                == [
                    "module \"company.flets\" not found; did you mean company.fleets?"
                ])
        #expect(try check("require 'busted' require 'luassert.spy' require 'spec.help'", "spec/a_spec.lua") == [])
        #expect(try check("package.preload.x = print require 'x' pcall(require, 'y')", "b.lua") == [])
    }

    @Test(arguments: [
        (LuaMode.standard, "require 'lfs'", nil), (.trusted, "require 'lfs' require 'a/b' require 'inspect'", nil),
        (.sandbox, "require 'lfs'", "s:1:9: error: module \"lfs\" not found"),
        (.standard, "require 'a/b'", "s:1:9: error: a/b is no name of a module"),
    ])
    func `modules are those that the mode has`(mode: LuaMode, text: String, finding: String?) throws {
        let checker = try ScriptChecker(mode: mode)
        let findings = checker.check(try Script(name: "s", bytes: Array(text.utf8)))
        #expect(findings.map(\.description) == [finding].compactMap(\.self))
    }

    @Test func `in a lib with lenient_lib globals need no declaration`() throws {
        let script = try Script(name: "s", bytes: Array("return { jit = jit }".utf8))
        let checker = try ScriptChecker()
        #expect(checker.check(script, as: .library, isLenient: true).isEmpty)
        #expect(checker.check(script, as: .library).count == 1)
        let folder = try TemporaryFolder([
            "cph.project.lua": "return { lenient_lib = true }", "lib/a.lua": "", "b.lua": "",
        ])
        #expect(ScriptRole.isLenient(byPlaceOf: "\(folder.path)/lib/a.lua"))
        #expect(!ScriptRole.isLenient(byPlaceOf: "\(folder.path)/b.lua"))
    }

    @Test func `tests have their words`() throws {
        let text = "describe('a', function() it('b', function() assert.same(1, spy.new()) pending() end) end)"
        let checker = try ScriptChecker()
        func check(_ file: String) throws -> Int {
            checker.check(try Script(name: file, bytes: Array(text.utf8))).count
        }
        #expect(try check("a_spec.lua") == 0)
        #expect(try check("a.lua") == 5)
        let names = "setup(function() shared = 1 end) it('a', function() finally(print) print(shared, lfs, other) end)"
        #expect(
            checker.check(try Script(name: "b_spec.lua", bytes: Array(names.utf8))).map(\.message)
                == ["undeclared global 'other'"])
    }

    @Test func `in trusted mode globals are free`() throws {
        let checker = try ScriptChecker(mode: .trusted)
        #expect(checker.check(try Script(name: "s", bytes: Array("x() debug.sethook()".utf8))) == [])
        let sandbox = try ScriptChecker(mode: .sandbox)
        #expect(sandbox.check(try Script(name: "s", bytes: Array("io.open()".utf8))).count == 1)
    }
}
