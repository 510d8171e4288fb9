import Schema
import TestSupport
import Testing

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
}
