import LuaKit
import Testing

/// A state with `twice(n)`, a Swift function that suspends before it answers, and `fail()`, which throws then.
private func makeState() throws -> LuaState {
    var options = LuaState.Options()
    options.clock = LuaVirtualClock()
    let state = try LuaState(options)
    state.setGlobal(
        "twice",
        LuaFunction(async: "twice", .init("n", Int.self), doc: "") { n in
            await Task.yield()
            return n * 2
        })
    state.setGlobal("instant", LuaFunction(async: "instant", .init("n", Int.self), doc: "") { n in n + 1 })
    state.setGlobal(
        "fail",
        LuaFunction(async: "fail", doc: "") { () async throws -> Void in
            await Task.yield()
            throw Broken()
        })
    state.setGlobal("task", LuaModule.tasks())
    return state
}

private struct Broken: Error, CustomStringConvertible {
    let description = "broken"
}

struct AwaitTests {
    static let places: [(String, String)] = [
        ("at top level", "return twice(21)"),
        ("without suspending", "return instant(41)"),
        ("in pcall", "local _, n = pcall(twice, 21) return n"),
        ("after a failure in pcall", "local ok, e = pcall(fail) return not ok and tostring(e) == 'broken' and 42"),
        ("in xpcall's handler", "local _, n = xpcall(error, function() return twice(21) end) return n"),
        ("in a metamethod", "return setmetatable({}, { __index = function(_, n) return twice(n) end })[21]"),
        ("in an iterator", "for n in function(_, last) if not last then return twice(21) end end do return n end"),
        (
            "in __close",
            "local r do local x <close> = setmetatable({}, { __close = function() r = twice(21) end }) end return r"
        ),
        ("in gsub", "return tonumber((('x'):gsub('x', function() return twice(21) end)))"),
        ("in sort", "local t = { 2, 1 } table.sort(t, function(a, b) return twice(a) < twice(b) end) return t[2] * 21"),
        ("in require", "package.preload.m = function() return twice(21) end return (require 'm')"),
        ("in a coroutine", "return coroutine.wrap(function() return twice(21) end)()"),
        ("in coroutine.resume", "local _, n = coroutine.resume(coroutine.create(twice), 21) return n"),
        (
            "in nested coroutines",
            """
            local wrap = coroutine.wrap
            return wrap(function() return wrap(function() return wrap(function() return twice(21) end)() end)() end)()
            """
        ),
        (
            "between yields",
            """
            local next = coroutine.wrap(function() coroutine.yield(twice(1)) coroutine.yield(twice(20)) end)
            return next() + next()
            """
        ),
        (
            "in a coroutine inside gsub",
            """
            return tonumber((('x'):gsub('x', coroutine.wrap(function() return twice(21) end))))
            """
        ),
        (
            "in pcall in a coroutine in pcall",
            """
            local _, _, n = pcall(coroutine.wrap(function() return pcall(function() return twice(21) end) end))
            return n
            """
        ),
    ]

    @Test(arguments: places)
    func `an async function is a plain call`(place: String, source: String) throws {
        let state = try makeState()
        let values = try state.main(state.load(source, chunk: "t"))
        guard case .integer(42)? = values.first else {
            Issue.record("\(place): \(values)")
            return
        }
    }

    @Test(arguments: places)
    func `an async function blocks where no task runs`(place: String, source: String) throws {
        #expect(try makeState().run(source, returning: Int.self) == 42, Comment(rawValue: place))
    }

    @Test func `a failure keeps its Swift error and its traceback`() throws {
        let state = try makeState()
        let error = #expect(throws: LuaError.self) {
            try state.main(state.load("local function f()\n  fail()\nend\nf()", chunk: "t.lua"))
        }
        #expect(error?.hostError is Broken)
        #expect(error?.position == LuaPosition(chunk: "t.lua", line: 2))
    }

    @Test func `passes arguments and results of coroutines as Lua does`() throws {
        let source = """
            local co = coroutine.create(function(a, b) local c = coroutine.yield(a + b) twice(1) return c, 'end' end)
            local _, sum = coroutine.resume(co, 1, 2)
            local _, c, last = coroutine.resume(co, 'c')
            return sum .. c .. last .. coroutine.status(co) .. select(2, coroutine.resume(co))
            """
        let state = try makeState()
        #expect(try state.main(state.load(source, chunk: "t"))[0].text == "3cenddeadcannot resume dead coroutine")
    }

    @Test func `presents the main task as the main thread`() throws {
        let state = try makeState()
        let source = """
            local co, main = coroutine.running()
            assert(main and not coroutine.isyieldable() and coroutine.status(co) == 'running')
            local ok, message = pcall(coroutine.yield, 1)
            assert(not ok and message:find 'outside a coroutine')
            return coroutine.wrap(function() return select(2, coroutine.running()) or coroutine.isyieldable() end)()
            """
        guard case .boolean(true) = try state.main(state.load(source, chunk: "t"))[0] else {
            Issue.record("a coroutine is not the main thread")
            return
        }
    }

    @Test func `refuses to resume what waits for the host`() throws {
        let state = try makeState()
        let source = """
            local co = coroutine.create(function() task.sleep(1) end)
            local other = task.spawn(coroutine.resume, co)
            task.sleep(0.5)
            local ok, message = coroutine.resume(co)
            assert(coroutine.status(co) == 'normal' and not pcall(coroutine.close, co))
            return message
            """
        #expect(try state.main(state.load(source, chunk: "t"))[0].text == "cannot resume non-suspended coroutine")
    }
}
