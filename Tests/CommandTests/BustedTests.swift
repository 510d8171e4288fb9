import TestSupport
import Testing

/// `cph test` does what busted does: what is expected here is what busted 2.1 says of the same files.
@Suite(.ownThreads)
struct BustedTests {
    /// Runs `cph test` in a folder with these files, and returns what it said, line by line.
    private func test(
        _ files: [String: String], _ options: String...
    ) throws -> (outcome: Command.Outcome, lines: [String]) {
        let folder = try TemporaryFolder(files)
        let words = (["test"] + options).map { "'\($0)'" }.joined(separator: " ")
        let outcome = try RunningCommand(
            "/bin/sh", ["-c", "cd '\(folder.path)' && '\(Command.executable)' \(words)"]
        ).wait()
        return (outcome, outcome.output.split(separator: "\n").map(String.init))
    }

    /// What the tests of one file printed after an `@`, in order.
    private func trace(_ spec: String, _ options: String...) throws -> String {
        let folder = try TemporaryFolder(["spec/a_spec.lua": spec])
        let outcome = try Command.start(["test"] + options + ["\(folder.path)/spec"]).wait()
        let marks = outcome.output.split(separator: "\n").filter { $0.hasPrefix("@") }.map { String($0.dropFirst()) }
        return marks.joined(separator: " ")
    }

    private func sums(_ run: (outcome: Command.Outcome, lines: [String])) -> String {
        run.lines.last?.components(before: " in ") ?? ""
    }

    @Test func `hooks run in busted's order, and a block is read when it is reached`() throws {
        let hooks = ["before_each", "after_each", "lazy_setup", "lazy_teardown", "setup", "teardown"]
            .map { "\($0)(function() print('@\($0)') end)" }.joined(separator: " ")
        #expect(
            try trace(
                """
                \(hooks)
                describe("a", function()
                  print "@read"
                  before_each(function() print "@inner" end)
                  after_each(function() print "@first" end)
                  after_each(function() print "@second" end)
                  it("1", function() finally(function() print "@finally" end) print "@1" end)
                end)
                print "@file"
                """)
                == "file setup read lazy_setup before_each inner 1 finally first second after_each lazy_teardown teardown"
        )
    }

    @Test func `what goes wrong around tests is an error, and those that cannot run are not counted`() throws {
        let run = try test([
            "spec/a_spec.lua": """
            describe("a", function() setup(function() error "x" end) it("never", function() end) end)
            describe("b", function() before_each(function() assert(false) end) it("never", function() end) end)
            describe("c", function() after_each(function() error "x" end) it("counts", function() end) end)
            it("fails", function() assert.equal(1, 2) end)
            it("breaks", function() error "x" end)
            it("is misused", function() assert.foo(1) end)
            it("matches nothing", function() match.is_bogus() end)
            it("nests", function() describe("x", function() end) end)
            pending "later"
            it("has no body")
            """
        ])
        #expect(run.outcome.status == 1)
        #expect(sums(run) == "1 passed, 8 failed (7 errors), 1 pending")
    }

    @Test func `every word that busted knows declares what it declares`() throws {
        #expect(
            try trace(
                """
                context("a", function() spec("b", function() print "@spec" end) test("c", function() print "@test" end) end)
                describe "curried" (function() it "too" (function() print "@curried" end) end)
                insulate(function() it("x", function() print "@insulate" end) end)
                expose("y", function() it("x", function() print "@expose" end) end)
                strict_setup(function() print "@strict_setup" end)
                strict_teardown(function() print "@strict_teardown" end)
                describe("r", function()
                  randomize(42)
                  for i = 1, 5 do it(tostring(i), function() print("@" .. i) end) end
                end)
                """) == "strict_setup spec test curried insulate expose 1 3 5 4 2 strict_teardown")
    }

    @Test func `names and modules end with the block that made them`() throws {
        let run = try test([
            "spec/a_spec.lua": """
            x = 1
            describe("a", function()
              before_each(function() y = 2 end)
              it("1", function() assert.equal(1, x) assert.equal(2, y) z = 3 end)
              it("2", function() assert.is_nil(z) x = 9 end)
              it("3", function() assert.equal(1, x) _G.leaks = true end)
            end)
            it("4", function() assert.is_nil(y) assert.is_true(leaks) assert.is_nil(never_set) end)
            insulate("b", function()
              it("5", function() _G.gone = 1 package.loaded.gone = {} end)
              it("6", function() assert.equal(1, gone) end)
            end)
            it("7", function() assert.is_nil(gone) assert.is_nil(package.loaded.gone) end)
            expose("c", function() kept = 7 it("8", function() _G.shared = 8 end) end)
            it("9", function() assert.equal(7, kept) assert.equal(8, shared) end)
            it("10", function() assert.is_nil(_G.describe) assert.equal("function", type(_G.assert)) end)
            """
        ])
        #expect(sums(run) == "10 passed, 0 failed", "\(run.lines)")
    }

    @Test func `undeclared globals are for tests, and not for what is tested`() throws {
        let run = try test([
            "cph.project.lua": "return {}", "lib/own.lua": "return function() leak = 1 end",
            "spec/help.lua": "return function() helped = (helped or 0) + 1 return helped end",
            "spec/a_spec.lua": """
            it("1", function() assert.equal(1, require "spec.help" ()) assert.equal(1, _G.helped) end)
            it("2", function() assert.error_matches(require "own", "undeclared global 'leak' is set in a function") end)
            """,
        ])
        #expect(sums(run) == "2 passed, 0 failed", "\(run.lines)")
    }

    @Test func `an insulated block has modules of its own, those of installed libraries too`() throws {
        let run = try test([
            "cph.project.lua": "return {}", "lib/own.lua": "return { count = 0 }",
            "lua_modules/share/lua/5.4/counter.lua": "return { count = 0, part = require 'counter.part' }",
            "lua_modules/share/lua/5.4/counter/part.lua": "return { count = 0 }",
            "lua_modules/share/lua/5.4/other.lua": "return { part = require 'counter.part' }",
            "spec/a_spec.lua": """
            local function count(name)
              local module = require(name)
              local part = module.part or module
              module.count, part.count = module.count + 1, part.count + 1
              return module.count, part.count
            end
            for _, block in ipairs { "a", "b" } do
              insulate(block, function()
                it("1", function() assert.same({ 1, 1 }, { count "counter" }) assert.equal(2, require "other".part.count + 1) end)
                it("2", function() assert.same({ 2, 2 }, { count "counter" }) assert.equal(1, (count "own")) end)
              end)
            end
            it("3", function() assert.same({ 1, 1 }, { count "counter" }) end)
            insulate("c", function() it("4", function() assert.same({ 2, 2 }, { count "counter" }) end) end)
            """,
        ])
        #expect(sums(run) == "6 passed, 0 failed", "\(run.lines)")
    }

    @Test func `spies and stubs last as long as the block or the test that made them`() throws {
        let run = try test([
            "spec/a_spec.lua": """
            local m = { f = function() return "f" end, g = function() return "g" end, h = function() return "h" end }
            describe("a", function()
              setup(function() stub(m, "f").returns "stubbed" end)
              before_each(function() stub(m, "g").returns "each" end)
              after_each(function() assert.equal("each", m.g()) m.g:revert() m.g = m.g end)
              after_each(function() assert.equal("g", m.g()) end)
              teardown(function() assert.equal("stubbed", m.f()) end)
              it("1", function() assert.equal("stubbed", m.f()) stub(m, "h") end)
              it("2", function() assert.equal("stubbed", m.f()) assert.equal("h", m.h()) end)
              describe("inner", function()
                lazy_setup(function() stub(m, "h").returns "lazy" end)
                it("3", function() assert.equal("lazy", m.h()) end)
                it("4", function() assert.equal("lazy", m.h()) assert.equal("stubbed", m.f()) end)
              end)
            end)
            it("5", function() assert.equal("f", m.f()) assert.equal("g", m.g()) assert.equal("h", m.h()) end)
            """
        ])
        #expect(sums(run) == "5 passed, 0 failed", "\(run.lines)")
    }

    @Test func `a level moves a failure to whoever called`() throws {
        let run = try test([
            "spec/a_spec.lua": """
            local function check(value)
              assert(value, "no value", assert:level(2))
            end
            it("a", function()
              check(nil)
            end)
            """
        ])
        #expect(run.lines.contains("  spec/a_spec.lua:5: assertion failed"), "\(run.lines)")
    }

    @Test func `an error in C has file and line, whoever calls the function`() throws {
        let run = try test([
            "spec/a_spec.lua": """
            it("a", string.rep)
            it("b", function() return string.rep() end)
            describe("c", string.rep)
            describe("d", function() before_each(string.rep) it("e", function() end) end)
            it("f", cph.servers.create)
            """
        ])
        for line in 1...5 { #expect(run.lines.contains { $0.hasPrefix("  spec/a_spec.lua:\(line): ") }, "\(line)") }
    }

    private static let project = [
        "cph.project.lua": "return {}", "lib/extra.lua": "return 1",
        ".busted": """
        return {
          _all = { pattern = { "_spec" } },
          default = {
            ROOT = { "spec/unit" }, ["exclude-pattern"] = "skipped", ["exclude-tags"] = "slow", helper = "spec/helper.lua",
            lpath = "./other/?.lua",
          },
          all = { ROOT = "spec", recursive = false, tags = { "slow" } },
        }
        """,
        "spec/helper.lua": "_G.helped = true",
        "other/found.lua": "return 'found'",
        "spec/top_spec.lua": "it('top #slow', function() end) it('quick', function() end)",
        "spec/unit/a_spec.lua": """
        it("a", function() assert.is_true(helped) assert.equal("found", require "found") end)
        it("b #slow", function() error "x" end)
        """,
        "spec/unit/a_skipped_spec.lua": "error 'x'",
    ]

    @Test func `a .busted file chooses files and tests, by task`() throws {
        let usual = try test(Self.project)
        #expect(usual.lines.first == "spec/unit/a_spec.lua  .", "\(usual)")
        let all = try test(Self.project, "--run", "all")
        #expect(all.lines.first == "spec/top_spec.lua  .", "\(all)")
        let own = try test(Self.project, "--exclude-tags", "other", "spec/unit")
        #expect(sums(own) == "1 passed, 1 failed (1 error)")
        let wrong = try test(Self.project, "-r", "alll")
        #expect(wrong.outcome.status == 2)
        #expect(wrong.outcome.error == "cph: .busted has no task \"alll\"; did you mean all?\n")
        let broken = try test([".busted": "return { default = { recursive = 'no' } }", "spec/a_spec.lua": ""])
        #expect(broken.outcome.error == "cph: .busted: recursive takes true or false, not a string\n")
        let none = try test(["spec/a_spec.lua": ""], "-f", "nowhere")
        #expect(none.outcome.status == 2 && none.outcome.error.contains("nowhere"))
    }

    @Test func `modules are found by paths as busted finds them`() throws {
        let files = [
            "src/one.lua": "return 1", "src/two/init.lua": "return 2", "three.lua": "return 3",
            "spec/a_spec.lua": """
            it("a", function() assert.same({ 1, 2, 3 }, { require "one", require "two", (require "three") }) end)
            it("b", function() assert.equal(3, require "./three") end)
            it("c", function() assert.equal(1, require "src/one") end)
            """,
        ]
        #expect(try sums(test(files, "--trust")) == "3 passed, 0 failed")
        let own = try test(files)
        #expect(sums(own) == "2 passed, 1 failed (1 error)", "\(own.lines)")
        #expect(own.lines.contains { $0.contains("\"./three\" is no name of a module") })
    }

    @Test func `tests are chosen by names and tags, shuffled by a seed, sorted and listed`() throws {
        let spec = "for _, n in ipairs { 'c', 'a', 'd', 'b #x' } do it(n, function() print('@' .. n) end) end"
        #expect(try trace(spec, "--filter", "c", "--filter", "d") == "c d")
        #expect(try trace(spec, "--filter-out", "[cd]") == "a b #x")
        #expect(try trace(spec, "-t", "y,x") == "b #x")
        #expect(try trace(spec, "--exclude-tags", "x") == "c a d")
        #expect(try trace(spec, "--sort") == "a b #x c d")
        let shuffled = try trace(spec, "--shuffle", "--seed", "3")
        #expect(try shuffled == trace(spec, "--shuffle-tests", "--seed", "3"))
        let listed = try test(["spec/a_spec.lua": spec], "--list")
        #expect(listed.lines.count == 4 && listed.lines[0] == "spec/a_spec.lua:1: c")
        let stopped = try test(
            ["spec/a_spec.lua": "it('a', error) it('b', error)", "spec/b_spec.lua": "it('c', error)"],
            "--no-keep-going")
        #expect(sums(stopped) == "0 passed, 1 failed (1 error)")
        let twice = try test(["spec/a_spec.lua": spec], "--repeat", "2")
        #expect(sums(twice) == "8 passed, 0 failed")
        let both = try test(["spec/a_spec.lua": spec], "--tags", "a", "--exclude-tags", "b,a")
        #expect(both.outcome.status == 2 && both.outcome.error.contains("--tags and --exclude-tags both name a"))
    }

    @Test func `results and coverage go to files of JUnit and Cobertura`() throws {
        let folder = try TemporaryFolder([
            "cph.project.lua": "return {}", "lib/m.lua": "local x = 1\nif x == 2 then\n  x = 3\nend\nreturn x\n",
            "spec/a_spec.lua": """
            it("a", function() require "m" end)
            it("b <&>", function() assert.equal("<\\1>", 2) end)
            it("c", function() error "x" end)
            pending("d", "not yet")
            """,
        ])
        let outcome = try RunningCommand(
            "/bin/sh",
            ["-c", "cd '\(folder.path)' && '\(Command.executable)' test --tap --junit j.xml --cobertura c.xml"]
        ).wait()
        #expect(outcome.status == 1 && outcome.output.hasPrefix("TAP version 13"))
        let junit = try #require(folder.text("j.xml"))
        #expect(junit.contains("<testsuites tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\" time="))
        #expect(
            junit.contains("name=\"b &lt;&amp;&gt;\" classname=\"spec/a_spec.lua\" file=\"spec/a_spec.lua\" line=\"2\"")
        )
        #expect(junit.contains("<failure message=\"spec/a_spec.lua:2: assertion failed\" type=\"assertion\">"))
        #expect(junit.contains("<error message=\"spec/a_spec.lua:3: x\" type=\"error\">"))
        #expect(junit.contains("<skipped message=\"not yet\"/>"))
        let cobertura = try #require(folder.text("c.xml"))
        #expect(cobertura.contains("<class name=\"lib/m.lua\" filename=\"lib/m.lua\" line-rate=\"0.7500\""))
        #expect(cobertura.contains("<line number=\"3\" hits=\"0\"/>"))
        #expect(cobertura.contains("<package name=\"lib\""))
        let printed = try Command.cph(
            "test", "--junit", "-", "--coverage-file", "\(folder.path)/d.xml", "\(folder.path)/spec")
        #expect(printed.output.hasPrefix("<?xml version=\"1.0\"") && printed.output.hasSuffix("</testsuites>\n"))
        #expect(folder.text("d.xml")?.contains("<coverage line-rate=\"0.7500\"") == true)
        let nowhere = try Command.cph("test", "--junit", "/nowhere/j.xml", "\(folder.path)/spec")
        #expect(nowhere.status == 2 && nowhere.error.contains("/nowhere/j.xml"))
    }

    @Test func `a test runs a script and sees what it printed, bought and ended with`() throws {
        let run = try test([
            "cph.project.lua": "return {}",
            "scripts/buy.lua": """
            print("args", ...)
            io.stderr:write("to stderr\\n")
            local plan = cph.plan "t"
            plan:add { server_name = "t", server_model_name = "physical.rx1.xlarge", count = tonumber((...)),
              keypair_name = "k", nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
              public_ip = cph.public_ip.none(), order_param = cph.order.months(1) }
            plan:apply()
            cph.sleep "1h"
            if arg[2] == "fail" then error "oops" elseif arg[2] == "exit" then os.exit(7) end
            """,
            "spec/a_spec.lua": """
            it("buys", function()
              local start = os.time()
              local run = cph.testing.run("scripts/buy.lua", 3)
              assert.equal(0, run.exit_code, run.errors)
              assert.equal("args\\t3\\n", run.output)
              assert.matches("^to stderr\\n", run.errors)
              assert.equal(3, #run.purchases[1].server_ids)
              assert.same(cph.testing.orders(), run.purchases)
              assert.is_true(os.time() - start >= 3600)
              assert.same({}, cph.testing.run("scripts/buy.lua", { "3" }).purchases)
            end)
            it("fails", function()
              local run = cph.testing.run("scripts/buy.lua", 1, "fail")
              assert.equal(1, run.exit_code)
              assert.matches("buy.lua:9: oops", run.errors, 1, true)
              assert.equal(7, cph.testing.run("scripts/buy.lua", 1, "exit").exit_code)
            end)
            it("is in doubt", function()
              cph.testing.faults "500-before@create=always"
              assert.equal(20, cph.testing.run("scripts/buy.lua", 1).exit_code)
            end)
            it("is misused", function()
              assert.error_matches(function() cph.testing.run "nowhere.lua" end, "cannot read nowhere.lua")
              assert.error_matches(function() cph.testing.run {} end, "argument #1 to cph.testing.run")
              assert.error_matches(function() cph.testing.run("scripts/buy.lua", print) end, "argument #2 to cph.testing.run")
            end)
            """,
        ])
        #expect(sums(run) == "4 passed, 0 failed", "\(run.lines)")
    }
}

extension String {
    fileprivate func components(before mark: String) -> String {
        guard let start = range(of: mark) else { return self }
        return String(self[..<start.lowerBound])
    }

    /// The first place of a text in this one.
    private func range(of text: String) -> Range<Index>? {
        indices.first { self[$0...].hasPrefix(text) }.map { $0..<index($0, offsetBy: text.count) }
    }
}
