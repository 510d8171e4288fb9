import LuaKit
import TestSupport
import Testing

/// Scripts that attack the host otherwise than by running for ever (those are in InterruptTests). Each must end with an
/// error or a result, inside its memory, and leave the state usable.
struct HostileScriptTests {
    static let scripts: [String] = [
        // memory
        "local t = {} while true do t[#t + 1] = {} end",
        "local s = 'x' while true do s = s .. s end",
        "return ('x'):rep(1e10)",
        "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end",
        "local t = {} while true do t = { t } end",
        "local t = {} while true do t[#t + 1] = function() return t end end",
        "local t = {} while true do t[#t + 1] = coroutine.create(function() end) end",
        "local t = {} while true do local co = coroutine.wrap(function() coroutine.yield() end) co() t[#t + 1] = co end",
        "return table.concat(setmetatable({}, { __index = function() return ('x'):rep(1e6) end }), '', 1, 1e9)",
        "return (('x'):rep(1e6)):gsub('x', ('y'):rep(1e6))",
        "return load(('x = 1 '):rep(1e8))",
        "return string.format(('%s'):rep(1000), table.unpack((function() local t = {} for i = 1, 200 do t[i] = ('x'):rep(1e6) end return t end)()))",
        "local function f(...) return f(1, ...) end f()",
        "return table.unpack({}, 1, 1e7)",
        "return string.byte(('x'):rep(1e7), 1, -1)",
        "return big(1e9)",
        "while true do pcall(big, 1e7) error(('x'):rep(1e8)) end",
        "local t = {} for i = 1, 1e9 do t[i] = task.spawn(function() task.sleep(1e9) end) end",
        // recursion
        "local function f() return 1 + f() end f()",
        "local function f() f() end pcall(f) f()",
        "local t = setmetatable({}, {}) getmetatable(t).__index = t return t.x",
        "local t = setmetatable({}, { __index = function(t, k) return t[k] end }) return t.x",
        "local t = setmetatable({}, { __call = function(t) return 1 + t() end }) return t()",
        "local t = setmetatable({}, { __tostring = function(t) return tostring(t) end }) return tostring(t)",
        "local t = setmetatable({}, { __concat = function(a, b) return a .. b end }) return t .. t",
        "local function f() return call(f) end f()",
        "local function f() return (('x'):gsub('x', f)) end f()",
        "local function f() return coroutine.wrap(f)() end f()",
        "local function f() return pcall(f) end return f()",
        "local function f(e) return xpcall(error, f, e) end return f('x')",
        "return load(('('):rep(1e5) .. '1' .. (')'):rep(1e5))",
        "return load('return ' .. ('{'):rep(1e5) .. ('}'):rep(1e5))",
        "return load(('a.'):rep(1e5) .. 'b = 1')",
        "return load('x = ' .. ('-'):rep(1e6) .. '1')",
        "return ('('):rep(200):find(('('):rep(200))",
        "return (('x'):rep(1000)):find(('(x'):rep(40))",
        "local function f() local x <close> = setmetatable({}, { __close = f }) error 'x' end f()",
        "return sum(setmetatable({}, { __index = error, __len = error }))",
        "local t = {} t[1] = t return sum(t)",
        "local t = {} for i = 1, 1e5 do t = { t } end return sum(t)",
        // error objects
        "error(setmetatable({}, { __tostring = function() error 'again' end }))",
        "error(setmetatable({}, { __tostring = function() return {} end }))",
        "error(setmetatable({}, { __name = {} }))",
        "error(setmetatable({}, { __index = error, __metatable = error, __tostring = error }))",
        "error()",
        "error(('x'):rep(1e6))",
        "error(coroutine.create(error))",
        "local _, e = pcall(deny) error(e)",
        "local _, e = pcall(deny) setmetatable(e, nil) error(e)",
        "local _, e = pcall(deny) for k in pairs(e) do e[k] = nil end error(e)",
        "local _, e = pcall(deny) local mt = getmetatable(e) mt.__tostring = error mt.__gc = error error(e)",
        "local _, e = pcall(boxed) return e.message, e.x, #e",
        "error(setmetatable({}, { __tostring = function() return ('x'):rep(1e7) end }))",
        "error(setmetatable({}, { __name = ('x'):rep(1e7) }))",
        "error(('x\\n'):rep(5e6))",
        // finalizers by way of the host's metatables, which Lua would run where nothing can stop them
        "local _, e = pcall(deny) local mt = getmetatable(e) mt.__gc = function() while true do end end pcall(deny) e = nil collectgarbage()",
        "local _, e = pcall(deny) rawset(getmetatable(e), '__gc', function() while true do end end) for i = 1, 1e6 do pcall(deny) end",
        "local mt = getmetatable(io.stdout) mt.__gc = function() while true do end end io.open('/dev/null') collectgarbage()",
        "local co, sentinel = coroutine.running() setmetatable({}, { __gc = function() for i = 1, 9 do local _, v = debug.getlocal(co, 0, i) if type(v) == 'table' then local k, s = next(v) sentinel = s end end end }) collectgarbage() getmetatable(sentinel).__gc = function() while true do end end",
        // bytecode, debug, environment
        "return load(string.dump(function() end))",
        "return load('\\27Lua')",
        "return debug.sethook(), debug.getregistry()",
        "return debug.setmetatable('', {})",
        "return package.loadlib('libc.so.6', '*')",
        "return require 'lfs'",
        "_G.print = nil _G.error = nil _ENV = nil print()",
        "for k in pairs(_G) do _G[k] = nil end print()",
        "string.find = error string.format = nil return ('x'):find('x')",
        "getmetatable('').__index = nil",
        "setmetatable(_G, { __index = error })",
        "local mt = getmetatable(_G) mt.__index = nil",
        "coroutine.resume = error pcall = error xpcall = nil task = nil return coroutine.wrap(error)()",
        "rawset(_G, 'pcall', nil) collectgarbage 'stop' for i = 1, 1e7 do local t = {} end",
        "for i = 1, 255 do local n, v = debug.getlocal(1, i) if not n then break end end return debug.getlocal(0, -1)",
        "local t = task.spawn(error) getmetatable(t).__gc(t)",
        "local t = task.spawn(function() end) local gc = (getmetatable(t) or {}).__gc gc(t) t:join()",
        "return task.spawn(print).join({})",
        "return task.spawn(print).join(io.stdout)",
        "return task.spawn(print).join(coroutine.create(print))",
        "local c = coroutine.running() coroutine.close(c)",
        "local c = coroutine.running() coroutine.wrap(function() coroutine.resume(c) coroutine.close(c) end)()",
        "local c c = coroutine.create(function() coroutine.close(c) end) return coroutine.resume(c)",
        "local c c = coroutine.wrap(function() return c() end) return c()",
        "setmetatable({}, { __gc = function() error 'in a finalizer' end }) collectgarbage()",
        "setmetatable({}, { __gc = function(o) setmetatable(o, getmetatable(o)) task.sleep(1) end }) collectgarbage()",
        "local t = setmetatable({}, { __gc = function() later(1) end }) t = nil collectgarbage()",
        "local t = setmetatable({ 1, 2 }, { __mode = 'kv', __gc = print }) return sum(t)",
        "setmetatable({}, { __gc = function() while true do end end }) collectgarbage()",
        "for i = 1, 100 do setmetatable({}, { __gc = function() while true do end end }) end collectgarbage()",
        "local mt mt = { __gc = function() setmetatable({}, mt) end } setmetatable({}, mt) while true do collectgarbage() end",
        "setmetatable({}, { __gc = function() local t = {} while true do t[#t + 1] = {} end end }) collectgarbage()",
        "setmetatable({}, { __gc = function() pcall(function() while true do end end) end }) big(1e6) collectgarbage()",
        "setmetatable({}, { __gc = function() while true do end end })",
        "setmetatable({}, { __gc = coroutine.wrap(function() while true do coroutine.yield() end end) }) collectgarbage()",
        "local t = {} setmetatable(t, { __call = t }) t()",
        "local t = print for i = 1, 1e5 do t = setmetatable({}, { __call = t }) end return t()",
        "while true do xpcall(error, function() while true do end end) end",
        "local t = setmetatable({}, { __index = function(_, i) return i end, __len = function() return 1e9 end }) return table.concat(t)",
        "return table.sort(setmetatable({}, { __len = function() return 1e9 end, __index = function() return 1 end }))",
        "return ('a'):rep(1e5):find(('a-'):rep(50) .. 'b')",
        "return ('x'):rep(1e6):gsub('', function() while true do end end)",
        "return utf8.len(('x'):rep(1e7)), utf8.codepoint(('x'):rep(1e6), 1, -1)",
        "return load(function() while true do end end)", "return load(function() return ' ' end)",
        "return string.pack(('i16'):rep(1e5))", "return select(-1, table.unpack({}, 1, 250000))",
        "for _ in pairs(setmetatable({}, { __pairs = function() return function() return 1 end end })) do end",
        "local a <close> = setmetatable({}, { __close = function() while true do end end })",
        "return tostring(setmetatable({}, { __tostring = function() while true do end end }))",
        "error(setmetatable({}, { __tostring = function() while true do end end }))",
        "os.exit('x', 'y')", "os.exit(1e300)",
        // tasks
        "local function f() return task.within(10, f) end f()",
        "local function f() return task.spawn(f):join() end f()",
        "local function f() task.spawn(f) task.spawn(f) end f()",
        "local t = {} for i = 1, 2e4 do t[i] = i end task.parallel(t, { limit = 1e9 }, function() task.sleep(1e6) end)",
        "local all = {} for i = 1, 1e4 do all[i] = task.spawn(function() local x <close> = setmetatable({}, { __close = function() if all[i + 1] then all[i + 1]:cancel() end end }) task.sleep(9) end) end task.sleep(0) all[1]:cancel()",
        "local t = task.spawn(function() local x <close> = setmetatable({}, { __close = function() while true do end end }) task.sleep(9) end) task.sleep(0) t:cancel()",
        "local t t = task.spawn(function() t:cancel() while true do end end) t:join()",
        "for i = 1, 300 do task.spawn(function() (('x'):gsub('x', function() task.sleep(0.01) end)) end) end",
        "task.sleep(('1ms'):rep(1e6))", "task.sleep(('9'):rep(1e6))",
        "while true do task.spawn(function() error(('x'):rep(1000)) end) task.sleep(0) end",
        // files and modules
        "return package.searchpath('x', ('/?;'):rep(5e6))", "return package.searchpath(('x'):rep(1e6), ('?'):rep(1e6))",
        "package.path = ('/?;'):rep(5e6) require 'x'", "return io.open('/dev/zero'):read('a')",
        "for line in io.lines('/dev/zero') do end", "io.lines('/dev/zero', 1e12)()",
        // names and lengths
        "return _G[('x'):rep(1e7)]",
        "for i = 1, 1e5 do rawset(_G, 'x' .. i, 1) end while true do pcall(function() return nope end) end",
        "return task.spawn(print)[('x'):rep(1e7)]", "task.spawn(print)[{}] = 1",
        "return string.format('%99999d', 1)",
        "local a = {} for i = 1, 5000 do a[i] = 1e308 end while true do string.format(('%99.99f'):rep(5000), table.unpack(a)) end",
        "local t = { 3, 1, 2, 5, 4, 9, 8, 7 } table.sort(t, function() return true end)",
        "return select(-1e15, 1)", "return table.unpack({}, math.mininteger, math.maxinteger)",
        "return utf8.char(table.unpack({}, 1, 1e6))", "while true do collectgarbage() end",
        "for _, o in ipairs { 'stop', 'step', 'setpause', 'setstepmul', 'generational', 'incremental' } do pcall(collectgarbage, o, 1e18) end local t = {} for i = 1, 1e6 do t = { t } t = {} end",
        "::a:: goto b ::b:: goto a", "_ENV = setmetatable({}, { __index = function() while true do end end }) x()",
        "local mt = {} mt.__close = function() local x <close> = setmetatable({}, mt) end local x <close> = setmetatable({}, mt)",
        "local mt = {} mt.__lt = function(a, b) return a < b end return setmetatable({}, mt) < setmetatable({}, mt)",
        "local mt = {} mt.__eq = function(a, b) return a == b end return setmetatable({}, mt) == setmetatable({}, mt)",
        "local mt = {} mt.__len = function(a) return #a end return #setmetatable({}, mt)",
        "local mt = {} mt.__unm = function(a) return -a end return -setmetatable({}, mt)",
        "local mt = {} mt.__newindex = function(t, k, v) t[k] = v end setmetatable({}, mt).x = 1",
        "local mt = {} mt.__pairs = function(t) return pairs(t) end for _ in pairs(setmetatable({}, mt)) do end",
        "local c = coroutine.create(function() local c = coroutine.running() local x <close> = setmetatable({}, { __close = function() coroutine.close(c) coroutine.yield() end }) coroutine.yield() end) coroutine.resume(c) coroutine.close(c)",
        "local function nest() local c = coroutine.create(function() local x <close> = setmetatable({}, { __close = nest }) coroutine.yield() end) coroutine.resume(c) coroutine.close(c) end nest()",
        "print = error error = nil tostring = nil type = nil string.format = nil task.spawn(function() local x = nil; x() end) task.sleep(0)",
    ]

    private static let limit = 32 << 20

    private func makeState(_ mode: LuaMode) throws -> LuaState {
        var options = LuaState.Options()
        options.memoryLimit = Self.limit
        options.mode = mode
        let state = try LuaState(options)
        state.setGlobal("task", LuaModule.tasks())
        state.setGlobal(
            "big",
            LuaFunction(
                "big", .init("n", Int.self), doc: "",
                withContext: { lua, n in
                    try lua.reserve(bytes: n)
                    return String(repeating: "x", count: n)
                }))
        state.setGlobal("sum", LuaFunction("sum", .init("list", [Int].self), doc: "") { $0.reduce(0, +) })
        state.setGlobal("deny", LuaFunction("deny", doc: "") { () throws -> Void in throw LuaDenied(function: "deny") })
        struct Plain: Error {}
        state.setGlobal("boxed", LuaFunction("boxed", doc: "") { () throws -> Void in throw Plain() })
        state.setGlobal("call", LuaFunction.callsBack)
        state.setGlobal(
            "later",
            LuaFunction(async: "later", .init("n", Int.self), doc: "") { n in
                await Task.yield()
                return n
            })
        return state
    }

    @Test(arguments: scripts, [LuaMode.standard, .sandbox])
    func `ends by itself or at a limit, and does no harm`(script: String, mode: LuaMode) throws {
        let state = try makeState(mode)
        let start = threadCPUTime()
        state.setDeadline(after: .milliseconds(400))
        do throws(LuaError) {
            try state.main(state.load(script, chunk: "hostile"))
        } catch {
            #expect((1...300_000).contains(error.description.utf8.count), "an error that can be read")
        }
        #expect(threadCPUTime() - start < .milliseconds(1400), "a second after the deadline")
        #expect(state.memory.peak < Self.limit * 11 / 10)
        state.setDeadline(after: nil)
        try state.collectGarbage()
        #expect(state.context.top == 0)
        #expect(try state.main(state.load("return 1", chunk: "after")).count == 1)
    }
}
