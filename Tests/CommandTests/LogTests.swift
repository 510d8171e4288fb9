import Schema
import TestSupport
import Testing

@testable import cph

/// What a script tells its operator.
@Suite(.ownThreads)
struct LogTests {
    private let code = """
        cph.log.debug 'd' cph.log.info('i', { n = 1, token = 't' }) cph.log.error '\\27[2J' print 'result'
        """

    @Test func `messages go to standard error, results to standard output, in a sandbox too`() throws {
        for options in [[], ["--sandbox"]] {
            let outcome = try Command.start(options + ["-e", code]).wait()
            #expect(outcome.status == 0 && outcome.output == "result\n", "\(outcome.error)")
            let lines = outcome.error.split(separator: "\n").map { String($0.dropFirst(9)) }
            #expect(lines == ["info    i  n=1 token=<hidden>", "error   \\u{1b}[2J"])
        }
    }

    @Test func `--log-level and CPH_LOG_LEVEL say what is shown`() throws {
        #expect(try Command.cph("--log-level", "debug", "-e", code).error.split(separator: "\n").count == 3)
        #expect(try Command.cph("-e", code, environment: ["CPH_LOG_LEVEL": "error"]).error.contains("[2J"))
        #expect(try Command.cph("--log-level", "error", "-e", code).error.split(separator: "\n").count == 1)
    }

    @Test func `--log-json makes each message a line of JSON`() throws {
        let lines = try Command.cph("--log-json", "-e", code).error.split(separator: "\n")
        let first = try Value(json: String(lines[0])).members ?? [:]
        #expect(lines.count == 2)
        #expect(first["level"] == .string("info") && first["message"] == .string("i") && first["n"] == .int(1))
        #expect(first["token"] == .string("<hidden>"))
        #expect(first["time"]?.text?.hasSuffix("Z") == true)
    }

    // MARK: Quiet

    private static let buys = fleet("game", 12)

    @Test func `--quiet leaves out what a run came to, and its ledger says it`() throws {
        let loud = try Command.cph("--emulator", "-", input: Self.buys)
        #expect(loud.error.contains("12 bought") && loud.error.contains("payment"), "\(loud.error)")
        for (options, variables) in [(["--quiet"], [:]), ([], ["CPH_QUIET": "1"])] as [([String], [String: String])] {
            let quiet = try Command.start(options + ["--emulator", "-"], input: Self.buys, environment: variables)
                .wait()
            #expect(quiet.status == 0 && quiet.error.isEmpty && quiet.lines.count == 12, "\(quiet)")
        }
    }

    @Test func `--quiet keeps errors, what is in doubt, and messages of the level that was asked for`() throws {
        #expect(try Command.cph("--quiet", "-e", code).error.split(separator: "\n").count == 1)
        #expect(try Command.cph("--quiet", "--log-level", "info", "-e", code).error.split(separator: "\n").count == 2)
        let failed = try Command.cph("--quiet", "--emulator", "-", input: fleet("game", 2) + "\nerror 'boom'")
        #expect(failed.error.contains("boom") && failed.error.contains("bought in this run: "), "\(failed.error)")
        let caught = try Command.start(
            ["--quiet", "--emulator", "--faults", "504-after=1,list-lag=24h", "--settle", "0s", "-"],
            input: fleet("game", 2, then: "pcall(plan.apply, plan)")
        ).wait()
        #expect(caught.status == 20 && caught.error == "0 bought, 0 were bought before, 2 in doubt\n", "\(caught)")
        let dry = try Command.cph("--quiet", "--dry-run", "--emulator", "-", input: Self.buys)
        #expect(dry.error.contains("would buy"), "what was asked for stays: \(dry.error)")
        let wrong = try Command.cph("--quiet", "--emulater", "-e", "x")
        #expect(wrong.status == 2 && wrong.error.contains("--emulator"), "\(wrong.error)")
    }

    // MARK: JSON

    /// What stands on standard error, each line an object.
    private func objects(_ outcome: Command.Outcome) throws -> [Object] {
        try outcome.error.split(separator: "\n").map { try #require(try Value(json: String($0)).members, "\($0)") }
    }

    @Test func `--log-json holds for what a run came to and for its progress`() throws {
        let outcome = try Command.cph("--log-json", "--emulator", "-", input: Self.buys)
        let messages = try objects(outcome)
        #expect(outcome.status == 0 && messages.allSatisfy { $0["level"] == .string("info") }, "\(outcome.error)")
        #expect(messages.last?["message"]?.text?.hasPrefix("12 bought") == true, "\(outcome.error)")
        #expect(messages.contains { $0["message"]?.text?.contains("of 2 calls") == true }, "\(outcome.error)")
        let dry = try objects(Command.cph("--log-json", "--dry-run", "--emulator", "-", input: Self.buys))
        #expect(dry.contains { $0["message"]?.text?.contains("would buy") == true })
    }

    @Test(
        arguments: [
            ("error 'boom'", "script", nil, "boom", 1), ("x = = 1", "syntax", nil, "unexpected symbol near '='", 1),
            ("cph.raise { kind = 'denied', code = 'mine', message = 'no', hint = 'ask' }", "denied", "mine", "no", 3),
            ("cph.servers.show 'x'", "api", "CPS.0097", "No server", 5),
        ] as [(String, String, String?, String?, Int32)])
    func `with --log-json the last error is an object with kind, code, message and hint`(
        script: String, kind: String, code: String?, message: String?, status: Int32
    ) throws {
        let outcome = try Command.cph("--log-json", "--emulator", "-", input: script)
        let error = try #require(try objects(outcome).last)
        #expect(outcome.status == status && error["level"] == .string("error"), "\(outcome)")
        #expect(error["kind"] == .string(kind), "\(outcome.error)")
        #expect(code == nil ? error["code"] == .null : error["code"]?.text == code, "\(outcome.error)")
        #expect(message.map { error["message"]?.text?.contains($0) == true } ?? true, "\(outcome.error)")
        #expect(error["hint"] != nil && error["line"] == .int(1), "\(outcome.error)")
    }

    @Test(arguments: [
        ["--log-json", "--nope", "-e", "x"], ["--log-json", "none.lua"], ["ledger", "list", "--log-json", "--nope"],
    ])
    func `with --log-json wrong arguments are objects too`(arguments: [String]) throws {
        let outcome = try Command.start(arguments).wait()
        let errors = try objects(outcome)
        #expect(outcome.status == 2 && errors.count == 1 && errors[0]["kind"] == .string("usage"), "\(outcome)")
    }

    @Test func `with CPH_LOG_JSON the ledger's commands write objects`() throws {
        let folder = try TemporaryFolder()
        let outcome = try Command.cph(
            "ledger", "list", "--ledger", "\(folder.path)/none", environment: ["CPH_LOG_JSON": "1"])
        let errors = try objects(outcome)
        #expect(outcome.status == 6 && errors.last?["kind"] == .string("ledger"), "\(outcome)")
    }
}
