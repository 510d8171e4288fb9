import Schema
import TestSupport
import Testing

/// Limits and modes, as the options set them.
@Suite(.ownThreads)
struct LimitTests {
    @Test(arguments: [
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "local co = coroutine.wrap(function() while true do pcall(error) end end) co()",
        "xpcall(function() error 'x' end, function() while true do end end)",
        "('a'):rep(40):find(('a*'):rep(12) .. 'b')",
        "cph.sleep '1h'",
        "setmetatable({}, { __close = function() while true do end end })\nwhile true do end",
    ])
    func `a deadline ends any script with 124`(code: String) throws {
        let outcome = try Command.cph("--deadline", "200ms", "-", input: code)
        #expect(outcome.status == 124, "\(outcome.error)")
        #expect(outcome.error.contains("deadline exceeded"))
    }

    /// Lua walks a chain of `__call` without looking at anything, the stack growing with each step, for minutes.
    @Test func `a deadline ends what cannot be stopped too`() throws {
        let code = "local mt = {} local t = setmetatable({}, mt) mt.__call = t return pcall(t)"
        let outcome = try Command.cph("--deadline", "4s", "-", input: code)
        #expect(outcome.status == 124, "\(outcome)")
        let told = try Command.cph("--log-json", "--deadline", "2s", "-", input: code)
        #expect(told.status == 124 && told.error.contains(#""kind":"deadline""#), "\(told)")
        #expect(throws: Never.self) { try Value(json: told.error) }
        // On a busy machine the deadline may have passed before the script began, which then can be stopped.
        #expect(
            outcome.error.contains("deadline exceeded; the script did not stop and was ended")
                || outcome.error.contains("stdin:1: deadline exceeded"))
    }

    @Test func `memory is limited and the message says so`() throws {
        let code = "local t = {} while true do t[#t + 1] = ('x'):rep(1000000) .. #t end"
        let outcome = try Command.cph("--memory", "20M", "-", input: code)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("not enough memory\n  hint: the limit is 20 MiB; --memory sets another"))
    }

    @Test func `os.exit ends with its code, and true and nothing with 0`() throws {
        #expect(try Command.cph("-e", "os.exit(7)").status == 7)
        #expect(try Command.cph("-e", "os.exit()").status == 0)
        #expect(try Command.cph("-e", "os.exit(false)").status == 1)
        #expect(try Command.cph("-e", "os.exit('3')").status == 3)
        let wrong = try Command.cph("-e", "os.exit(0.5)")
        #expect(wrong.status == 1)
        #expect(wrong.error.contains("bad argument #1 to os.exit (code: boolean|integer expected, got number)"))
    }

    @Test func `a purchase in doubt wins over os.exit`() throws {
        let outcome = try Command.cph(
            "--emulator", "--faults", "reset-after=once,list-lag=1h", "--settle", "0s", "-",
            input: """
                pcall(cph.servers.create, { server_name = "n", server_model_name = "m", nics = { cph.nic
                  "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }, public_ip = cph.public_ip.none(), keypair_name = "k",
                  order_param = cph.order.months(1) })
                os.exit(0)
                """)
        #expect(outcome.status == 20)
    }

    @Test func `programs need --allow-exec`() throws {
        let refused = try Command.cph("-e", "os.execute 'exit 3'")
        #expect(refused.status == 3)
        #expect(refused.error.contains("--allow-exec"))
        #expect(try Command.cph("--allow-exec", "-e", "select(3, os.execute 'exit 3')").output == "3\n")
    }

    @Test func `a sandboxed script has no files, no environment and no programs`() throws {
        for code in ["io.open 'x'", "os.getenv 'HOME'", "os.execute 'ls'", "require 'x.y'", "dofile 'x'"] {
            #expect(try Command.cph("--sandbox", "-e", code).status != 0, "\(code)")
        }
    }

    @Test func `secrets of the environment are hidden from every script`() throws {
        let outcome = try Command.cph(
            "-e", "os.getenv 'HUAWEICLOUD_SDK_SK', os.getenv 'CPH_AUTH_TOKEN', os.getenv 'X'",
            environment: ["HUAWEICLOUD_SDK_SK": "canary", "CPH_AUTH_TOKEN": "canary", "X": "seen"])
        #expect(outcome.output == "nil\tnil\tseen\n")
    }

    @Test func `an undeclared global is an error with a suggestion, except with --trust`() throws {
        let outcome = try Command.cph("-e", "prnt(1)")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("undeclared global 'prnt' (did you mean 'print'?)"))
        #expect(try Command.cph("--trust", "-e", "undeclared").output == "nil\n")
    }

    @Test(arguments: [
        (["--sandbox", "--trust"], "exclude each other"), (["--memory", "12"], "no size of at least 1M"),
        (["--deadline", "soon"], "no duration"),
    ])
    func `options that make no sense are refused`(options: [String], message: String) throws {
        let outcome = try Command.cph(options[0], options[1], "-e", "1")
        #expect(outcome.status == 2)
        #expect(outcome.error.contains(message))
    }
}
