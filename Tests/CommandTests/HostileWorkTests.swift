import TestSupport
import Testing

/// Scripts that make Swift work for them: it takes no more memory than the script may, and ends when the script has to.
@Suite(.ownThreads)
struct HostileWorkTests {
    private static let shared = "local t = { 1 } for _ = 1, 60 do t = { t, t } end "

    private static let scripts = [
        // Tables that share tables: 2^60 ways through them.
        shared + "cph.json.encode(t)", shared + "cph.json.encode(t, true)", shared + "cph.validate(t)",
        shared + "cph.validate { server_name = t, nics = { t, t }, [t] = t }",
        shared + "cph.models.CreateServer { nics = t }",
        shared + "cph.request { method = 'POST', service = 'ecs', path = '/v1', body = t }",
        shared + "cph.request { method = 'GET', service = 'ecs', path = '/v1', query = { a = t } }",
        shared + "cph.api.list_cloud_phone_servers { server_name = t }",
        shared + "cph.raise { message = t, problems = t }",
        shared + "cph.plan('p'):add { nics = t }", shared + "cph.gate.hash('p', { t, t })", shared + "error(t)",
        shared + "cph.inspect(t)", shared + "cph.ledger.list { prefix = t }", shared + "cph.parallel(t, print)",
        shared + "return cph.table(t)",
        // Much of something.
        "cph.json.encode({ ('\\1'):rep(20000000) })", "cph.json.decode('[' .. ('[],'):rep(8000000) .. '1]')",
        "cph.json.decode('[' .. ('{\"a\":1,\"b\":2},'):rep(1500000) .. '1]')", "cph.json.decode(('['):rep(30000000))",
        "cph.json.decode('\"' .. ('\\\\u0001'):rep(4000000) .. '\"')", "cph.visible(('x\\27'):rep(10000000))",
        "cph.visible(('\\255'):rep(20000000))", "local t = {} for i = 1, 1000000 do t[i] = {} end cph.json.encode(t)",
        "local t = {} for i = 1, 1000000 do t[i] = i end cph.parallel(t, { limit = 4 }, function() end)",
        "local t = {} for i = 1, 300000 do t[i] = {} end cph.validate { nics = t }",
        "local t = {} for i = 1, 300000 do t['k' .. i] = 1 end cph.validate(t)",
        // Coroutines that close each other, each of which Lua counts from 0.
        """
        local last
        for _ = 1, 20000 do
          local inner = last
          last = coroutine.create(function()
            local _ <close> = setmetatable({}, { __close = function() if inner then coroutine.close(inner) end end })
            coroutine.yield()
          end)
          coroutine.resume(last)
        end
        coroutine.close(last)
        """,
    ]

    /// In MiB: what the script may use, and that with a tenth and 64 more.
    private static let (limit, most) = (64, 64 + 6 + 64)

    @Test(arguments: scripts, [[], ["--sandbox"]])
    func `keeps to its memory and its time`(script: String, mode: [String]) throws {
        // A sandbox has no files to look at; what Swift does there is the same.
        let report =
            mode.isEmpty
            ? "for line in io.lines '/proc/self/status' do if line:find 'VmHWM' then print(line) end end" : ""
        let outcome = try Command.start(
            ["--emulator", "--memory", "\(Self.limit)M", "--deadline", "2s"] + mode
                + ["-e", "pcall(function() \(script) end)", "-e", report + " print 'after'"]
        ).wait()
        // On a busy machine a debug build may take longer to look than the deadline leaves it; then it is ended.
        let isOver = outcome.status == 124 && outcome.error.contains("deadline exceeded")
        #expect(isOver || (outcome.status == 0 && outcome.output.hasSuffix("after\n")), "\(outcome)")
        guard mode.isEmpty, !isOver else { return }
        let peak = outcome.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first ?? .max
        #expect(peak / 1024 < Self.most, "\(peak / 1024) MiB")
    }
}
