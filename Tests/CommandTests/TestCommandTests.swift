import TestSupport
import Testing

/// `cph test` as a person and as a program use it.
@Suite(.ownThreads)
struct TestCommandTests {
    private static let fleets = """
        local fleets = {}
        function fleets.plan(count)
          local plan = cph.plan "t"
          plan:add {
            server_name = "t", server_model_name = "physical.rx1.xlarge", count = count, keypair_name = "k",
            nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }, public_ip = cph.public_ip.none(),
            order_param = cph.order.months(1),
          }
          return plan
        end
        function fleets.unused()
          return 1
        end
        return fleets

        """

    private static func project(_ spec: String) throws -> TemporaryFolder {
        try TemporaryFolder([
            "cph.project.lua": "return {}", "lib/company/fleets.lua": fleets, "spec/fleets_spec.lua": spec,
        ])
    }

    private func test(_ spec: String, _ options: String...) throws -> (outcome: Command.Outcome, lines: [String]) {
        let folder = try Self.project(spec)
        let outcome = try Command.start(["test"] + options + ["\(folder.path)/spec"]).wait()
        let text = outcome.output.split(separator: folder.path + "/").joined()
        return (outcome, text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }

    @Test func `where there are no tests it says how to begin`() throws {
        let folder = try TemporaryFolder()
        let outcome = try RunningCommand("/bin/sh", ["-c", "cd '\(folder.path)' && '\(Command.executable)' test"])
            .wait()
        #expect(outcome.status == 2)
        #expect(outcome.error == "cph: no test files (*_spec.lua) in spec/; cph lib init makes an example\n")
    }

    @Test func `each test has a cloud, a ledger and a time of its own`() throws {
        let run = try test(
            """
            local fleets = require "company.fleets"
            local testing = cph.testing
            it("buys", function()
              local start = os.time()
              assert.equal(25, #fleets.plan(25):apply().server_ids)
              assert.equal(3, testing.calls "create_cloud_phone_single_server")
              assert.equal(3, #testing.orders())
              testing.advance "40m"
              assert.is_true(os.time() - start >= 2400)
            end)
            it("starts anew", function()
              assert.same({}, testing.calls())
              assert.same({}, testing.orders())
              assert.same({}, cph.ledger.list())
              assert.equal(0, os.clock())
            end)
            it("meets faults", function()
              testing.faults "429@list=always"
              assert.has_error(function() cph.servers.list() end)
              testing.faults ""
              assert.same({}, cph.servers.list())
              assert.has_error(function() testing.faults "nonsense" end)
            end)
            """)
        #expect(run.outcome.status == 0, "\(run.lines)")
        #expect(run.lines.first == "spec/fleets_spec.lua  ...")
        #expect(run.lines.contains { $0.hasPrefix("3 passed, 0 failed in 1 file, ") })
    }

    @Test func `says where and how a test failed, and goes on`() throws {
        let run = try test(
            """
            describe("a fleet", function()
              it("differs", function()
                assert.same({ 1, 2 }, { 1, 3 })
              end)
              it("exits", function() os.exit(0) end)
              it("waits", function() pending "for a price list" end)
              it("goes on", function() end)
            end)
            """)
        #expect(run.outcome.status == 1)
        #expect(run.lines.first == "spec/fleets_spec.lua  FFP.")
        let failure = [
            "failed a fleet differs", "  spec/fleets_spec.lua:3: assertion failed", "  expected { 1, 2 }",
            "       got { 1, 3 }", "  first difference at [2]: expected 2, got 3",
            "    3 |     assert.same({ 1, 2 }, { 1, 3 })",
        ]
        let start = try #require(run.lines.firstIndex(of: failure[0]), "\(run.lines)")
        #expect(Array(run.lines[start...].prefix(failure.count)) == failure)
        #expect(run.lines.contains("pending a fleet waits: for a price list"))
        #expect(run.lines.contains("  os.exit(0) was called"))
    }

    @Test func `a test that does not end is stopped, and the next one has its turn`() throws {
        let run = try test(
            """
            it("loops", function() while true do end end)
            it("catches nothing", function() pcall(function() while true do end end) end)
            pending "a price list"
            """, "--deadline", "1s")
        #expect(run.outcome.status == 1)
        #expect(run.lines.first == "spec/fleets_spec.lua  FFP")
        #expect(run.lines.count { $0.contains("took longer than 1.0 seconds") } == 2)
    }

    @Test func `what was raised is shown, whatever it was`() throws {
        let run = try test(
            """
            it("a table", function() error { code = 7 } end)
            it("a job", function() cph.job(function() error "x" end) end)
            it("memory", function() local t = {} while true do t[#t + 1] = ("x"):rep(1e6) .. #t end end)
            describe("broken", function() error "in describe" end)
            """, "--memory", "32M")
        #expect(run.lines.first == "spec/fleets_spec.lua  FFFF")
        #expect(run.lines.contains("  spec/fleets_spec.lua:1: { code = 7 }"))
        #expect(run.lines.contains("  spec/fleets_spec.lua:2: x"))
        #expect(run.lines.contains("  spec/fleets_spec.lua:3: not enough memory"))
        #expect(run.lines.contains("  spec/fleets_spec.lua:4: in describe"))
    }

    @Test func `a sandbox has tests too`() throws {
        let run = try test("it('a', function() assert.is_nil(os.execute) end)", "--sandbox")
        #expect(run.outcome.status == 0, "\(run.lines)")
    }

    @Test func `hooks run around tests, and a broken setup keeps its tests from running`() throws {
        let run = try test(
            """
            local trace = {}
            describe("hooks", function()
              setup(function() trace[#trace + 1] = "setup" end)
              before_each(function() trace[#trace + 1] = "before" end)
              after_each(function() trace[#trace + 1] = "after" end)
              it("one", function() error "x" end)
              it("two", function() assert.same({ "setup", "before", "after", "before" }, trace) end)
            end)
            describe("broken", function()
              setup(function() error "no setup" end)
              it("never runs", function() error "ran" end)
            end)
            """)
        #expect(run.lines.first == "spec/fleets_spec.lua  F.F")
        #expect(run.lines.contains { $0.hasSuffix("no setup") })
        #expect(run.lines.contains { $0.hasPrefix("1 passed, 2 failed (2 errors) in 1 file, ") })
    }

    @Test func `an account has what its catalogue says, until the test ends`() throws {
        let run = try test(
            """
            local body = { server_model_name = "m", keypair_name = "k", public_ip = cph.public_ip.none(),
              order_param = cph.order.months(1), nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
            local function buy(name) body.server_name = name return cph.try(cph.servers.create, body) end
            it("one is left", function()
              cph.testing.catalogue { server_models = { { server_model_name = "m" } },
                stock = { { available_zone = "cn-east-3a", server_model_name = "m", servers = 1 } } }
              assert(buy "a")
              local _, err = buy "b"
              assert.equal("api", err.kind)
              assert.equal(1, #cph.testing.orders())
              cph.testing.catalogue {}
              assert(buy "a" and buy "b")
            end)
            it("all there is", function() assert(buy "a" and buy "b") end)
            it("a wrong word", function()
              local _, err = cph.try(cph.testing.catalogue, { stok = {} })
              assert.equal("argument", err.kind)
              assert.matches("stok", err.message)
            end)
            """)
        #expect(run.lines.first == "spec/fleets_spec.lua  ...", "\(run.lines)")
    }

    @Test func `prints the Test Anything Protocol`() throws {
        let run = try test(
            "it('a', function() end) pending('b') it('c', function() error('x', 0) end)", "--tap")
        #expect(
            run.lines.filter { !$0.hasPrefix(" ") } == [
                "TAP version 13", "# spec/fleets_spec.lua", "ok 1 - a", "ok 2 - b # SKIP pending", "not ok 3 - c",
                "1..3", "",
            ])
    }

    @Test func `tells which lines were run`() throws {
        let folder = try Self.project("it('a', function() require('company.fleets').plan(1):calls() end)")
        try folder.write("lib/other.lua", "local x = 1\nreturn x\n")
        let trace = "\(folder.path)/trace.info"
        let outcome = try Command.cph("test", "--coverage", "--coverage-file", trace, "\(folder.path)/spec")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix("  lib/company/fleets.lua") && $0.hasSuffix("87.5 %  not run: 12") })
        #expect(lines.contains { $0.hasPrefix("  lib/other.lua") && $0.hasSuffix("0.0 %  not run: 1-2") })
        #expect(folder.text("trace.info")?.contains("SF:lib/other.lua\nDA:1,0\nDA:2,0\nLF:2\nLH:0\n") == true)
    }

    @Test func `the lines of a module without globals count too`() throws {
        let folder = try Self.project("it('a', function() assert.equal(3, require('bare')(1)) end)")
        try folder.write("lib/bare.lua", "local _ENV = nil\nlocal function add(x)\n  return x + 2\nend\nreturn add")
        let outcome = try Command.cph("test", "--coverage", "\(folder.path)/spec")
        #expect(outcome.status == 0, "\(outcome.output)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("  lib/bare.lua") && $0.hasSuffix("100.0 %") })
    }

    @Test func `nothing to run is a wrong word`() throws {
        #expect(try Command.cph("test", "/nowhere_spec.lua").status == 2)
        let run = try test("it('a', function() end)", "--filter", "b")
        #expect(run.outcome.status == 2)
        #expect(run.outcome.error == "cph: no test matches b\n")
        let wrong = try test("", "--filter", "[")
        #expect(wrong.outcome.status == 2)
        #expect(wrong.outcome.error.contains("--filter takes a Lua pattern: malformed pattern (missing ']')"))
    }

    @Test func `a file that cannot be read as Lua fails`() throws {
        let run = try test("it('a', function(")
        #expect(run.outcome.status == 1)
        #expect(run.lines.contains { $0.contains("<name> or '...' expected near <eof>") }, "\(run.lines)")
    }
}
