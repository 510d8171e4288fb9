import LuaKit
import Synchronization
import TestSupport
import Testing

struct TaskTests {
    let clock = LuaVirtualClock()
    let state: LuaState

    init() throws {
        var options = LuaState.Options()
        options.clock = clock
        state = try LuaState(options)
        state.setGlobal("task", LuaModule.tasks())
        state.setGlobal("log", try state.run("return {}", returning: LuaTable.self))
        try state.run("function note(x) log[#log + 1] = x end")
    }

    /// Runs `source` as the main task; returns the notes it took.
    private func notes(_ source: String) throws -> String {
        try state.main(state.load(source, chunk: "t.lua"))
        return try state.run("return table.concat(log, ' ')", returning: String.self)
    }

    private func failure(_ source: String) -> LuaError? {
        #expect(throws: LuaError.self) { try state.main(state.load(source, chunk: "t.lua")) }
    }

    @Test func `sleeps in the order of the deadlines, without waiting for real`() throws {
        let source = """
            for _, n in ipairs { 3000, 1000, 2000 } do task.spawn(function() task.sleep(n) note(n) end) end
            task.sleep('1h') note 'main'
            """
        #expect(try notes(source) == "1000 2000 3000 main")
        #expect(clock.now == .seconds(3600))
    }

    @Test func `runs ready tasks in the order they were started`() throws {
        #expect(try notes("for i = 1, 5 do task.spawn(note, i) end note(0)") == "0 1 2 3 4 5")
    }

    @Test func `joins a task and gets what it returned or raised`() throws {
        let source = """
            local a = task.spawn(function(x) task.sleep(1) return x, 'two' end, 'one')
            local b = task.spawn(function() error({ code = 7 }) end)
            local one, two = a:join() note(one) note(two) note(a.status)
            local ok, e = pcall(b.join, b) note(e.code) note(b.status) note((a:join()))
            """
        #expect(try notes(source) == "one two done 7 failed one")
    }

    @Test func `reports a failed task that nobody joined, once the main function is done`() throws {
        let error = failure("task.spawn(function()\n error('lost') end) task.sleep(1)")
        #expect(error?.description == "t.lua:2: lost")
    }

    @Test func `lets started tasks end after the main function`() throws {
        #expect(try notes("task.spawn(function() task.sleep(5) note 'late' end) note 'main'") == "main late")
    }

    @Test func `cancels what a failed main function started, closing what is open`() throws {
        _ = failure(
            """
            task.spawn(function()
              local x <close> = setmetatable({}, { __close = function() note 'closed' end })
              task.sleep(10)
            end)
            task.sleep(1) error 'stop'
            """)
        #expect(try state.run("return log[1]", returning: String.self) == "closed")
        #expect(clock.now == .seconds(1))
    }

    @Test func `closes scopes of nested coroutines when a task is cancelled, innermost first`() throws {
        let source = """
            local function open(name) return setmetatable({}, { __close = function() note(name) end }) end
            local t = task.spawn(function()
              local a <close> = open 'outer'
              coroutine.wrap(function()
                local b <close> = open 'inner'
                local co = coroutine.create(function() local c <close> = open 'innermost' task.sleep(10) end)
                coroutine.resume(co)
              end)()
            end)
            task.sleep(1) t:cancel() note(t.status)
            local ok, e = pcall(t.join, t) note(e.kind)
            """
        #expect(try notes(source) == "innermost inner outer failed cancelled")
    }

    @Test func `cancels a task that waits for a task that waits, thousands of times`() throws {
        let source = """
            local function f(n) if n == 0 then task.sleep(1e6) end return task.within(1e6, f, n - 1) end
            local t = task.spawn(f, 20000) task.sleep(1) t:cancel() note(t.status)
            """
        #expect(try notes(source) == "failed")
        #expect(clock.now == .seconds(1))
    }

    @Test func `cancels on from one scope that closes to the next, thousands of times`() throws {
        let source = """
            local tasks, closed = {}, 0
            for i = 1, 3000 do
              tasks[i] = task.spawn(function()
                local x <close> = setmetatable({}, { __close = function()
                  closed = closed + 1
                  if tasks[i + 1] then tasks[i + 1]:cancel() end
                end })
                task.sleep(1e6)
              end)
            end
            task.sleep(1) tasks[1]:cancel() note(closed)
            """
        #expect(try notes(source) == "3000")
        #expect(clock.now == .seconds(1))
    }

    @Test func `cancels the Swift function a task waits for`() throws {
        let wasCancelled = Mutex(false)
        state.setGlobal(
            "hang",
            LuaFunction(async: "hang", doc: "") { () async throws -> Void in
                await withTaskCancellationHandler {
                    while !Task.isCancelled { await Task.yield() }
                } onCancel: {
                    wasCancelled.withLock { $0 = true }
                }
            })
        let source = "local t = task.spawn(hang) task.spawn(function() t:cancel() end)"
        _ = try notes(source)
        #expect(wasCancelled.withLock { $0 })
    }

    @Test func `ends a function at its time limit`() throws {
        let source = """
            local ok, e = pcall(task.within, '5s', function() task.sleep(10) note 'never' end)
            note(e.kind) note((task.within(5, function(x) task.sleep(1) return x end, 'in time')))
            """
        #expect(try notes(source) == "timeout in time")
        #expect(clock.now == .seconds(6))
    }

    @Test func `nests time limits: the shorter one counts`() throws {
        let source = """
            local ok, e = pcall(task.within, 2, function() return task.within(10, task.sleep, 20) end)
            note(tostring(e))
            """
        #expect(try notes(source) == "timed out after 2.0 seconds")
        #expect(clock.now == .seconds(2))
    }

    @Test func `applies a function to a list, a few at a time, with results in list order`() throws {
        let source = """
            local now, most = 0, 0
            local r = task.parallel({ 5, 3, 4, 1, 2 }, { limit = 2 }, function(n, i)
              now = now + 1 most = math.max(most, now) task.sleep(n) now = now - 1 return n * 10 + i
            end)
            note(most) note(table.concat(r, ','))
            """
        #expect(try notes(source) == "2 51,32,43,14,25")
    }

    @Test func `starts nothing new after a failure, but lets the rest end`() throws {
        let source = """
            local ok, e = pcall(task.parallel, { 1, 2, 3, 4 }, { limit = 2 }, function(n)
              note(n) if n == 1 then task.sleep(1) error('first', 0) end task.sleep(5) note('end' .. n)
            end)
            note(e)
            """
        #expect(try notes(source) == "1 2 end2 first")
    }

    @Test func `does not deadlock when a task is joined inside a callback`() throws {
        let source = """
            local t = task.spawn(function() task.sleep(1) return 'x' end)
            note((('a'):gsub('a', function() return (t:join()) end)))
            """
        #expect(try notes(source) == "x")
    }

    @Test func `hundreds may wait inside callbacks, where none can be suspended`() throws {
        let source = """
            local list = {} for i = 1, 500 do list[i] = i end
            local results = task.parallel(list, { limit = 500 }, function(n)
              return (('x'):gsub('x', function() task.sleep(n % 7) return tostring(n) end))
            end)
            for i, n in ipairs(results) do assert(n == tostring(i)) end note(#results)
            """
        #expect(try notes(source) == "500")
    }

    @Test func `fails instead of hanging when nothing can happen any more`() throws {
        let error = failure("local t t = task.spawn(function() task.sleep(1) t:join() end) t:join()")
        #expect(error?.hostError is LuaDeadlock)
        #expect(try state.run("return 1", returning: Int.self) == 1)
    }

    @Test(arguments: ["'5'", "-1", "'5x'", "0/0", "math.huge", "{}", "''"])
    func `refuses what is not a duration`(value: String) {
        guard case .argument? = failure("task.sleep(\(value))")?.kind else {
            Issue.record("accepted \(value)")
            return
        }
    }

    @Test func `reads durations with units`() throws {
        _ = try notes("task.sleep '1h30m' task.sleep '500ms' task.sleep(0.5)")
        #expect(clock.now == .seconds(5401))
    }

    @Test func `does the same in every run`() throws {
        let source = """
            local seed = ...
            local function random(n) seed = (seed * 1103515245 + 12345) % 2147483648 return seed // 65536 % n end
            local tasks = {}
            local function work(name)
              for i = 1, random(4) + 1 do
                note(name .. i)
                local choice = random(5)
                if choice == 0 then task.sleep(random(3))
                elseif choice == 1 then pcall(task.within, random(3), task.sleep, random(3))
                elseif choice == 2 then tasks[#tasks + 1] = task.spawn(work, name .. '.' .. i)
                elseif choice == 3 and #tasks > 0 then pcall(tasks[random(#tasks) + 1].cancel, tasks[random(#tasks) + 1])
                elseif #tasks > 0 then note(tasks[random(#tasks) + 1].status) end
              end
            end
            task.parallel({ 'a', 'b', 'c', 'd' }, { limit = 3 }, work)
            """
        for seed in 1...20 {
            let runs = try (0..<2).map { _ in
                let one = try TaskTests()
                let chunk = try one.state.load(source, chunk: "t.lua")
                _ = try? one.state.main(chunk, seed)
                return try one.state.run("return table.concat(log, ' ')", returning: String.self)
            }
            #expect(runs[0] == runs[1] && !runs[0].isEmpty)
        }
    }

    @Test func `waits for other threads`() throws {
        state.setGlobal(
            "elsewhere",
            LuaFunction(async: "elsewhere", .init("n", Int.self), doc: "") { n in
                await withCheckedContinuation { answer in onAnotherThread { answer.resume(returning: n + 1) } }
            })
        #expect(
            try notes("for i = 1, 100 do task.spawn(function() note(elsewhere(i)) end) end").split(separator: " ").count
                == 100)
    }
}
