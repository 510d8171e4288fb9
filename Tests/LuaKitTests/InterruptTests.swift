import Glibc
import LuaKit
import TestSupport
import Testing

/// Scripts that never end by themselves, each in another construct.
private let endless: [String] = [
    "while true do end",
    "repeat until false",
    "for i = 1, math.huge do end",
    "::again:: goto again",
    "local function f() return f() end f()",
    "while true do pcall(function() while true do end end) end",
    "while true do pcall(error) end",
    "while true do xpcall(function() while true do end end, function() while true do end end) end",
    "xpcall(error, function() while true do end end)",
    "xpcall(function() while true do end end, function(e) while true do end end)",
    "pcall(pcall, pcall, pcall, function() while true do end end) while true do end",
    "coroutine.wrap(function() while true do end end)() while true do end",
    "local co = coroutine.create(function() while true do end end) while true do coroutine.resume(co) end",
    "while true do coroutine.wrap(function() coroutine.yield() end)() end",
    "local function nest() pcall(coroutine.wrap(nest)) while true do end end nest()",
    "local x <close> = setmetatable({}, { __close = function() while true do end end }) while true do end",
    "do local x <close> = setmetatable({}, { __close = function() while true do end end }) end",
    "coroutine.wrap(function() local x <close> = setmetatable({}, { __close = function() while true do end end }) while true do end end)()",
    "local co = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() while true do end end }) coroutine.yield() end) coroutine.resume(co) coroutine.close(co)",
    "local t = setmetatable({}, { __index = function(t, k) return t[k + 1] end }) while true do pcall(function() return t[1] end) end",
    "local t = setmetatable({}, { __eq = function() while true do end end }) return t == setmetatable({}, getmetatable(t))",
    "table.sort({ 3, 2, 1 }, function() while true do end end)",
    "('x'):gsub('x', function() while true do end end)",
    "for _ in function() return 1 end do end",
    "load(function() while true do end end)",
    "load(function() return ' ' end)",
    "error(setmetatable({}, { __tostring = function() while true do end end }))",
    "tostring(setmetatable({}, { __tostring = function() while true do end end }))",
    "return #setmetatable({}, { __len = function() while true do end end })",
    "local s = ('a'):rep(40) return s:find(('a*'):rep(12) .. 'b')",
    "return (('x'):rep(300)):match(('.-'):rep(5) .. 'y')",
    "return (('a'):rep(100)):gsub(('a?'):rep(30) .. ('a'):rep(90) .. 'b', '')",
    "for _ in (('a'):rep(60)):gmatch(('a*'):rep(12) .. 'b') do end",
    "table.move({}, 1, 1e15, 2)",
    "table.move({}, 1, 1e15, 2, {})",
    "table.insert(setmetatable({}, { __len = function() return 1e15 end }), 1, 1)",
    "table.remove(setmetatable({}, { __len = function() return 1e15 end }), 1)",
    "table.concat(setmetatable({}, { __index = function() return '' end }), '', 1, 1e15)",
    "table.concat(setmetatable({}, { __index = rawlen, __len = function() return 1e15 end })) while true do end",
    "task.sleep(1e6)",
    "while true do pcall(task.sleep, 1e6) end",
    "('x'):gsub('x', function() task.sleep(1e6) end)",
    "task.spawn(function() while true do end end):join()",
    "while true do task.spawn(function() end):join() end",
    "task.parallel({ 1, 2, 3 }, {}, function() while true do end end)",
    "while true do pcall(task.within, 1e-9, function() while true do end end) end",
    "string.rep('', 1e15, '') while true do end",
    "while true do string.format('%99d', 1) end",
    "setmetatable(_ENV or _G, nil)  while true do end",
    "local f f = function() local ok = pcall(f) while true do end end f()",
]

struct InterruptTests {
    private func makeState(_ mode: LuaMode = .trusted) throws -> LuaState {
        var options = LuaState.Options()
        options.memoryLimit = 64 << 20
        options.mode = mode
        let state = try LuaState(options)
        state.setGlobal("task", LuaModule.tasks())
        return state
    }

    private func interruption(_ error: LuaError?) -> LuaInterruptReason? {
        if case .interrupted(let reason)? = error?.kind { reason } else { nil }
    }

    @Test(arguments: endless)
    func `a deadline stops it, and the state can go on`(source: String) throws {
        let state = try makeState()
        state.setDeadline(after: .milliseconds(60))
        let start = threadCPUTime()
        let error = #expect(throws: LuaError.self) { try state.main(state.load(source, chunk: "endless")) }
        #expect(
            interruption(error) == .deadline || error?.message.contains("metatable") == true,
            "\(String(describing: error))")
        #expect(threadCPUTime() - start < .seconds(1))
        state.setDeadline(after: nil)
        #expect(try state.run("return select('#', pcall(error))", returning: Int.self) == 2)
        #expect(state.context.top == 0)
    }

    @Test(arguments: endless)
    func `a deadline stops it outside a task too`(source: String) throws {
        let state = try makeState()
        state.setDeadline(after: .milliseconds(60))
        #expect(throws: LuaError.self) { try state.run(source) }
        state.setDeadline(after: nil)
        #expect(try state.run("return 1", returning: Int.self) == 1)
    }

    @Test(arguments: [
        "io.open(pipe)", "return io.open(pipe, 'r+'):read()", "for line in io.lines(pipe) do end",
        "return loadfile(pipe)",
    ])
    func `a deadline ends a wait in the C library`(source: String) throws {
        let folder = try TemporaryFolder()
        let pipe = "\(folder.path)/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let state = try makeState(.standard)
        state.setGlobal("pipe", pipe)
        state.setDeadline(after: .milliseconds(60))
        let error = #expect(throws: LuaError.self) {
            try state.main(state.load("pcall(function() \(source) end)", chunk: "t"))
        }
        #expect(interruption(error) == .deadline)
        unlink(pipe)
    }

    @Test(arguments: [
        "os.execute('exec sleep 900')", "io.popen('exec sleep 900'):read()", "local kept = io.popen('exec sleep 900')",
        "kept = io.popen('exec sleep 900')", "io.popen('exec sleep 900', 'w'):close()",
        "os.execute('trap : TERM; while :; do :; done')",
        "local w = io.popen('exec sleep 900', 'w') w:write(('x'):rep(1e6))",
    ])
    func `a deadline ends the programs that a script waits for`(source: String) throws {
        let start = ContinuousClock.now
        do {
            let state = try makeState()
            state.setDeadline(after: .milliseconds(60))
            #expect(throws: LuaError.self) { try state.main(state.load("\(source) while true do end", chunk: "t")) }
        }
        #expect(start.duration(to: .now) < .seconds(900), "also where the state closes what is left open")
    }

    @Test func `programs that are left open end by themselves where nothing has to stop`() throws {
        let folder = try TemporaryFolder()
        do {
            let state = try makeState()
            try state.run("kept = io.popen('sleep 0.1; cat > \(folder.path)/out', 'w') kept:write 'all of it'")
        }
        #expect(folder.text("out") == "all of it")
    }

    @Test func `counts CPU time, not waiting`() throws {
        let state = try makeState()
        state.setCPUTime(.milliseconds(100))
        try state.main(state.load("task.sleep(0.15)", chunk: "t"))
        let error = #expect(throws: LuaError.self) { try state.run("while true do end") }
        #expect(interruption(error) == .cpuTime)
    }

    @Test func `stops from another thread`() throws {
        let state = try makeState()
        let interrupter = state.interrupter
        state.setGlobal(
            "started",
            LuaFunction("started", doc: "") {
                onAnotherThread { interrupter.interrupt() }
            })
        let error = #expect(throws: LuaError.self) { try state.run("started() while true do end", chunk: "t") }
        #expect(interruption(error) == .host)
        #expect(error?.position == LuaPosition(chunk: "t", line: 1))
    }

    @Test func `cannot be swallowed by Swift code between two calls of Lua`() throws {
        let state = try makeState()
        state.setGlobal(
            "swallow",
            LuaFunction(
                "swallow", .init("f", LuaCallback.self), doc: "",
                withContext: { lua, f in
                    (try? lua.call(f, returning: LuaValue.self)) ?? .nil
                }))
        state.setDeadline(after: .milliseconds(50))
        let error = #expect(throws: LuaError.self) {
            try state.run("while true do swallow(function() while true do end end) end")
        }
        #expect(interruption(error) == .deadline)
    }

    @Test func `a script ends itself with a code that pcall does not catch`() throws {
        for (call, code) in [("os.exit()", 0), ("os.exit(3)", 3), ("os.exit(true)", 0), ("os.exit(false)", 1)] {
            let state = try makeState(.standard)
            let source =
                "local x <close> = setmetatable({}, { __close = function() closed = true end }) pcall(\(call.replacingCall)) unreachable = true"
            state.setGlobal("closed", false)
            state.setGlobal("unreachable", false)
            let error = #expect(throws: LuaError.self) { try state.main(state.load(source, chunk: "t")) }
            guard case .exit(let actual)? = error?.kind else {
                Issue.record("no exit: \(String(describing: error))")
                return
            }
            #expect(actual == code)
            #expect(try state.run("return closed and not unreachable", returning: Bool.self))
        }
    }
}

extension String {
    /// `os.exit(3)` as arguments of pcall.
    fileprivate var replacingCall: String {
        let arguments = dropFirst("os.exit(".count).dropLast()
        return arguments.isEmpty ? "os.exit" : "os.exit, \(arguments)"
    }
}

@Suite(.serialized)
struct SignalTests {
    @Test func `a signal stops the script`() throws {
        let state = try LuaState()
        state.interrupt(onSignal: SIGUSR2)
        defer { state.stopInterruptingOnSignal() }
        state.setGlobal("signal", LuaFunction("signal", doc: "") { _ = kill(getpid(), SIGUSR2) })
        for _ in 1...3 {
            let error = #expect(throws: LuaError.self) { try state.run("signal() while true do end") }
            guard case .interrupted(.user)? = error?.kind else {
                Issue.record("not interrupted: \(String(describing: error))")
                return
            }
        }
    }

    @Test func `a signal that asks for the end is another reason, and stays ignored where it is`() throws {
        let state = try LuaState()
        let earlier = Glibc.signal(SIGUSR1, SIG_IGN)
        defer { Glibc.signal(SIGUSR1, earlier) }
        state.setGlobal(
            "send",
            LuaFunction("send", LuaParameter("number", Int.self), doc: "") { number in
                _ = kill(getpid(), Int32(number))
            })
        // What is ignored stays ignored.
        state.interrupt(onEndSignals: [SIGUSR1])
        try state.run("send(\(SIGUSR1))")
        Glibc.signal(SIGUSR1, SIG_DFL)
        state.interrupt(onEndSignals: [SIGUSR1])
        let error = #expect(throws: LuaError.self) { try state.run("send(\(SIGUSR1)) while true do end") }
        guard case .interrupted(.signal(SIGUSR1))? = error?.kind else {
            Issue.record("not ended: \(String(describing: error))")
            return
        }
        #expect(error?.message.contains("ended by signal \(SIGUSR1)") == true)
        state.stopInterrupting(onSignals: [SIGUSR1])
        state.stopInterruptingOnSignal()
    }
}
