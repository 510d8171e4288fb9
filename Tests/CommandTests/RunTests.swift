import Glibc
import Schema
import TestSupport
import Testing

/// The command line as a user meets it.
@Suite(.ownThreads)
struct RunTests {
    @Test func `buys a fleet of 30 and prints an id a line and nothing else`() throws {
        let outcome = try Command.cph("--emulator", "\(Vectors.root)/scripts/fleet.lua")
        let ids = outcome.output.split(separator: "\n")
        #expect(outcome.status == 0)
        #expect(ids.count == 30 && Set(ids).count == 30)
        #expect(ids.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
        #expect(outcome.error.contains("6 of 6 calls, 30 of 30 servers"))
    }

    @Test func `the same seed buys the same ids`() throws {
        let script = "\(Vectors.root)/scripts/one-server.lua"
        let first = try Command.cph("--emulator", "--seed", "7", "-e", "math.random()", script)
        let second = try Command.cph("--emulator", "--seed", "7", script)
        #expect(first.output.contains("server_ids"))
        #expect(first.output.split(separator: "\n").last == second.output.split(separator: "\n").last)
    }

    @Test func `one-server prints the answer to the page's example`() throws {
        let outcome = try Command.cph("run", "--emulator", "\(Vectors.root)/scripts/one-server.lua")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("CreateServerResponse {\n"))
    }

    @Test(arguments: [
        ("1+2", "3\n"), ("'text'", "text\n"), ("nil", "nil\n"), ("{ 1, a = 2 }", "{ 1, a = 2 }\n"), ("x = 1", ""),
        ("1, 'a'", "1\ta\n"), ("print 'p'", "p\n"),
    ])
    func `-e prints an expression and nothing for a statement`(code: String, output: String) throws {
        #expect(try Command.cph("-e", code).output == output)
    }

    @Test func `several -e share one Lua, before the script`() throws {
        let outcome = try Command.cph("-e", "a = 1", "-e", "b = a + 1", "-", input: "print(a + b)")
        #expect(outcome.output == "3\n")
    }

    @Test func `a script comes from a pipe, with arguments that look like options`() throws {
        #expect(try Command.cph(input: "print(...)").output == "\n")
        let outcome = try Command.cph("-", "--x", "1", "-e", input: "print(arg[0], ...)")
        #expect(outcome.output == "stdin\t--x\t1\t-e\n")
    }

    @Test func `--json prints the script's return value`() throws {
        #expect(
            try Command.cph("--json", "-", input: "print 'x' return { ids = { 'a' }, n = 1 }").output == """
                x
                {
                  "ids": [
                    "a"
                  ],
                  "n": 1
                }

                """)
    }

    @Test func `an error shows message, place, source line and the way there`() throws {
        let outcome = try Command.cph("-", input: "local function f(x)\n  return x.y.z\nend\nf({})\nreturn 1")
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                cph: stdin:2: attempt to index a nil value (field 'y')
                  2 |   return x.y.z
                                 ^
                  at stdin:2: in function 'f'
                  at stdin:4: in main chunk

                """)
    }

    @Test func `a raised table is shown with what is in it`() throws {
        let outcome = try Command.cph("-", input: "error { code = 7, ids = { 'a' } }")
        #expect(outcome.error.hasPrefix("cph: stdin:1: { code = 7, ids = { \"a\" } }\n"))
    }

    @Test func `a stream that was closed can't be read or written, and is nothing else`() throws {
        let code = "io.stderr:write(tostring(select(2, io.read())))"
        let shell = "exec '\(Command.executable)' -e \"\(code) print(1)\" <&- >&-"
        let outcome = try RunningCommand("/bin/sh", ["-c", shell]).wait()
        #expect(outcome.status == 1)
        #expect(outcome.error.hasPrefix("Bad file descriptorcph: standard output could not be written to the end"))
    }

    @Test func `when nobody reads on, a run ends as any tool does, unless it has bought something`() throws {
        func piped(_ code: String) throws -> Command.Outcome {
            let shell = "'\(Command.executable)' --emulator - <<'.' | head -1; exit ${PIPESTATUS[0]}\n\(code)\n."
            return try RunningCommand("/bin/bash", ["-c", shell]).wait()
        }
        let endless = try piped("while true do print 'line' end")
        #expect(endless.output == "line\n" && endless.status == 128 + SIGPIPE && endless.error.isEmpty)
        let bought = try piped(
            "\(fleet("game", 1, then: "plan:apply()"))\nfor i = 1, 1e5 do print(i) end io.stderr:write 'end'")
        #expect(bought.output == "1\n" && bought.status == 1 && bought.error.contains("end"), "\(bought.error)")
        #expect(bought.error.contains("cph ledger list has what was bought"))
    }

    @Test func `a wrong body says every problem and where, and sends nothing`() throws {
        let outcome = try Command.cph("--emulator", "-", input: "cph.servers.create { count = 11, server_name = '' }")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("server_name: has 0 characters; must be 1 to 60 characters"))
        #expect(outcome.error.contains("count: is 11; must be 1 to 10"))
        #expect(outcome.error.contains("nothing was sent"))
        #expect(outcome.error.contains("stdin:1"))
    }

    @Test(arguments: [
        (["nowhere.lua"], "cph: cannot read nowhere.lua: No such file or directory\n"),
        (
            ["emulater"],
            "cph: cannot read emulater: No such file or directory. Did you mean the command cph emulator?\n"
        ),
        (["/tmp"], "cph: cannot read /tmp: Is a directory\n"),
        (
            ["--emulatr", "x.lua"],
            "cph: unknown option --emulatr. Did you mean --emulator? Options go before the script; see cph run --help\n"
        ),
        (["--qqqq", "x.lua"], "cph: unknown option --qqqq. Options go before the script; see cph run --help\n"),
    ])
    func `wrong usage ends with 2 and says what to do`(arguments: [String], message: String) throws {
        let outcome = try Command.cph(arguments[0], arguments.count > 1 ? arguments[1] : "rest")
        #expect(outcome.status == 2)
        #expect(outcome.error == message)
        #expect(outcome.output.isEmpty)
    }

    @Test func `bytecode is refused`() throws {
        let outcome = try Command.cph("-", input: "\u{1B}Lua")
        #expect(outcome.status == 2)
        #expect(outcome.error.hasPrefix("cph: stdin is compiled Lua, which cph does not run"))
    }

    @Test func `without credentials a call ends with 2 and names --emulator; without a call nothing is missed`() throws
    {
        let outcome = try Command.cph("-", input: "cph.servers.list()", environment: ["CPH_REGION": "cn-east-3"])
        #expect(outcome.status == 2)
        #expect(outcome.error.contains("no credentials found"))
        #expect(outcome.error.contains("--emulator"))
        #expect(try Command.cph("-e", "1").status == 0)
    }

    @Test func `a purchase in doubt ends with 20 even when the script catches the error`() throws {
        let outcome = try Command.cph(
            "--emulator", "--faults", "reset-after=once,list-lag=1h", "--settle", "0s", "-",
            "\(Vectors.root)/scripts/one-server.lua", input: "pcall(dofile, table.remove(arg, 1))")
        #expect(outcome.status == 20)
    }

    @Test func `a lost answer is looked up, and the servers are adopted without a second purchase`() throws {
        let outcome = try Command.cph(
            "--emulator", "--faults", "reset-after=once", "-", "\(Vectors.root)/scripts/one-server.lua",
            input: "dofile(table.remove(arg, 1)) print(#cph.servers.list())")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasSuffix("\n1\n"))
    }

    @Test func `--dry-run buys nothing and says what it would buy`() throws {
        let outcome = try Command.cph(
            "--emulator", "--dry-run", "-", "\(Vectors.root)/scripts/one-server.lua",
            input: "dofile(table.remove(arg, 1)) print(#cph.servers.list())")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasSuffix("\n0\n"))
        #expect(
            outcome.error == """
                dry run: would buy cph-test-wy: 1 server x 1 month, 8000.00 CNY \
                (list price 10000.00 CNY, 2000.00 less by Emulated contract)
                dry run: 1 server would be bought; nothing was bought

                """)
    }

    @Test func `a failure after a purchase lists what was bought`() throws {
        let script = "dofile(table.remove(arg, 1)) error 'later'"
        let outcome = try Command.cph("--emulator", "-", "\(Vectors.root)/scripts/one-server.lua", input: script)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("ordered in this run: CS"))
        #expect(outcome.error.contains("bought in this run: "))
    }

    @Test func `a run that bought and then waited in vain does not say that nothing was bought`() throws {
        let script = fleet("game", 1, then: "cph.servers.wait(plan:apply(), { timeout = '1s' })")
        let outcome = try Command.cph("--emulator", "-", input: script)
        #expect(outcome.status == 4)
        #expect(outcome.error.contains("timeout error: not ready after 1s: 1 of 1 server"))
        #expect(outcome.error.contains("ordered in this run: CS"))
    }

    @Test(arguments: ["-e 1", "-e 'for i = 1, 3 do print(i) end'"])
    func `results that cannot be written are no success`(arguments: String) throws {
        let outcome = try RunningCommand("/bin/sh", ["-c", "\(Command.executable) \(arguments) >/dev/full"]).wait()
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("standard output could not be written to the end"))
    }

    @Test func `help and version go to standard output`() throws {
        #expect(try Command.cph("--help").output.contains("USAGE: cph [OPTIONS] SCRIPT"))
        #expect(try Command.cph("--version").error.isEmpty)
        #expect(try Command.cph("run", "--help").output.contains("--emulator"))
    }
}
