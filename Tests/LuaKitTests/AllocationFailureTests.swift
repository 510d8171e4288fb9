import CLua
import Synchronization
import Testing

@testable import LuaKit

/// Memory may end anywhere. At every single allocation of each kind of call it does here, and each time the call ends
/// with an error or its result, the state goes on, and nothing of the host's is left behind.
struct AllocationFailureTests {
    static let calls: [(kind: String, source: String)] = [
        ("nothing but Lua", "local t = {} for i = 1, 20 do t[i] = { name = 'n' .. i } end return #t"),
        ("a string in and a list out", "return make('x')[1]"),
        ("a string too long to be short", "return make(('x'):rep(100))[1]"),
        ("an argument that is wrong", "return select('#', pcall(make, {}))"),
        ("a list in", "return list({ 1, 2, 3 })[3]"),
        ("a path to what is wrong in a list", "return select(2, pcall(list, { 1, {} }))"),
        ("options, varargs and several results", "return many(1, 'b', nil, { limit = 3 }, 4, 5, 6)"),
        ("a record in and out", "return record({ name = 'x', count = 3, tags = true }).count"),
        ("a record that is wrong", "return select(2, pcall(record, { name = 'x', count = 'y' }))"),
        (
            "a record behind a proxy",
            "return record(setmetatable({}, { __index = function(_, k) return k == 'count' and 1 or k end })).name"
        ),
        (
            "Codable in and out",
            "return codable({ name = 'x', list = { 1, 2 }, next = { { name = 'y', list = {}, next = {} } } }).next[1].name"
        ),
        ("Codable that is wrong", "return select(2, pcall(codable, { name = 'x', list = { 1, true } }))"),
        ("an object: fields, setters, methods", "local t = thing() t.size = t.size + 1 return t.size + t:twice(2)"),
        (
            "an object's metamethods",
            "local t, n = thing(), 0 for k in pairs(t) do n = n + k end return n, tostring(t), t == thing()"
        ),
        (
            "an object's __close",
            "do local t <close> = thing() end return pcall(function() local t <close> = thing() error(t) end)"
        ),
        ("an object's unknown field", "return select(2, pcall(function() return thing().sise end))"),
        ("an error thrown", "local ok, e = pcall(fail) return tostring(e)"),
        ("an error thrown on", "local ok, e = pcall(fail) local ok, e = pcall(error, e) return pcall(error, e)"),
        ("an error without a form of its own", "local ok, e = pcall(plain) return e.message, pcall(error, e)"),
        ("an error that nobody catches", "local function f() plain() end f()"),
        ("a traceback through Swift", "call(function() local t = nil; return t.x end)"),
        (
            "an error object of the script",
            "error(setmetatable({}, { __tostring = function() return 'e' .. #make('z') end }))"
        ),
        ("Lua in Swift in Lua in Swift", "return call(function() return call(function() return make('y')[1] end) end)"),
        ("an error through Swift twice", "return select(2, pcall(call, function() call(fail) end))"),
        ("xpcall with a handler of the host's", "return xpcall(fail, function(e) return make(tostring(e)) end)"),
        ("an await", "return later(1)"), ("an await that does not suspend", "return now(1)"),
        ("an await that fails", "return select(2, pcall(later, -1))"),
        ("an await in a coroutine", "return coroutine.wrap(function() return later(1) end)()"),
        (
            "awaits between yields, in nested coroutines",
            "local w = coroutine.wrap local f = w(function() w(function() coroutine.yield(later(1)) end)() coroutine.yield(later(2)) return later(3) end) return f(), f()"
        ),
        ("an await that blocks", "return (('abc'):gsub('%w', function(c) return later(1) end))"),
        (
            "an await in a metamethod and in __close",
            "local x <close> = setmetatable({}, { __close = function() later(1) end, __index = function() return later(2) end }) return x.y"
        ),
        ("tasks", "local t = task.spawn(function(x) task.sleep(1) return x, thing() end, thing()) return t:join()"),
        (
            "a task that fails, joined",
            "local t = task.spawn(function() task.sleep(1) fail() end) return pcall(t.join, t)"
        ),
        ("a task that fails, and nobody asks", "task.spawn(function() later(1) plain() end)"),
        (
            "a task cancelled where it waits",
            "local t = task.spawn(function() local x <close> = thing() later(1) task.sleep(9) end) task.sleep(1) t:cancel() return t.status"
        ),
        ("a limit of time", "return pcall(task.within, 1, function() local x <close> = thing() task.sleep(2) end)"),
        (
            "parallel",
            "return task.parallel({ 1, 2, 3 }, { limit = 2 }, function(n) task.sleep(1) return later(n) end)[2]"
        ),
        (
            "parallel with a failure",
            "return pcall(task.parallel, { 1, 2, 3 }, { limit = 2 }, function(n) later(n) fail() end)"
        ),
        ("load", "return load('return ' .. ('1 + '):rep(20) .. '1')()"),
        ("load of what is not Lua", "return load('x = = ' .. ('y'):rep(50))"),
        (
            "load in pieces with an environment",
            "local n = 0 return load(function() n = n + 1 return ({ 'return', ' make', '\"x\"' })[n] end, '=c', 't', { make = make })()"
        ),
        (
            "require in require",
            "package.loaded.a, package.loaded.b = nil package.preload.a = function() return { require('b'), thing() } end package.preload.b = function() return later(1) end return require('a')[1]"
        ),
        (
            "a finalizer that calls the host",
            "setmetatable({}, { __gc = function() make('z') end }) collectgarbage() return 1"
        ),
        ("patterns and buffers", "return (('key=value; '):rep(20):gsub('(%w+)=(%w+)', '%2=%1'))"),
        (
            "sorting and joining",
            "local t = {} for i = 1, 40 do t[i] = 'n' .. i end table.sort(t) return table.concat(t, ', ')"
        ),
        ("a name that is not declared", "undeclared_name()"),
        ("a state's own globals", "new_global = { thing() } return #new_global"),
    ]

    private func makeState(_ live: LiveObjects) throws -> LuaState {
        var options = LuaState.Options()
        options.clock = LuaVirtualClock()
        let state = try LuaState(options)
        let record = LuaRecord(["name", "count", "tags"])
        addFunctions(to: state, live)
        addErrors(to: state, live)
        state.setGlobal(
            "record",
            LuaFunction(raw: "record", doc: "") { lua in
                let (name, count, tags) = try record.read(at: 1, on: lua) {
                    (try $0.next(String.self), try $0.next(Int.self), try $0.next(Bool?.self))
                }
                try record.make(on: lua) {
                    lua.push(name)
                    lua.push(count)
                    lua.push(tags)
                }
                return 1
            })
        return state
    }

    private func addFunctions(to state: LuaState, _ live: LiveObjects) {
        state.setGlobal("task", LuaModule.tasks())
        state.setGlobal("make", LuaFunction("make", .init("s", String.self), doc: "") { [$0, "\(live.count)"] })
        state.setGlobal(
            "list", LuaFunction("list", .init("l", [Int].self), doc: "") { ["a": $0.map(String.init)]["a"] })
        state.setGlobal("thing", LuaFunction("thing", doc: "") { Thing(live) })
        state.setGlobal("codable", LuaFunction("codable", .init("value", Node.self), doc: "") { $0 })
        state.setGlobal(
            "many",
            LuaFunction(
                "many", .init("a", Int.self), .init("b", String.self), .init("c", Bool?.self),
                .init("options", [String: Int]?.self), .init("rest", LuaVariadic<Int>.self), doc: ""
            ) { a, b, _, options, rest in
                LuaValues(a + rest.values.count, b, options?["limit"])
            })
        state.setGlobal(
            "call",
            LuaFunction(
                "call", .init("f", LuaCallback.self), doc: "",
                withContext: { lua, f in try lua.call(f, returning: LuaValue.self) }))
    }

    private func addErrors(to state: LuaState, _ live: LiveObjects) {
        state.setGlobal("fail", LuaFunction("fail", doc: "") { () throws -> Void in throw LuaDenied(function: "fail") })
        state.setGlobal("plain", LuaFunction("plain", doc: "") { () throws -> Void in throw Broken(live) })
        state.setGlobal("now", LuaFunction(async: "now", .init("n", Int.self), doc: "") { n in n })
        state.setGlobal(
            "later",
            LuaFunction(async: "later", .init("n", Int.self), doc: "") { n in
                await Task.yield()
                guard n >= 0 else { throw LuaDenied(function: "later") }
                return n
            })
    }

    @Test(arguments: calls)
    func `ends well wherever memory runs out`(kind: String, source: String) throws {
        let live = LiveObjects()
        do {
            let state = try makeState(live)
            let vm = state.vm
            var allocation = 0
            while true {
                vm.pointee.allocations_left = Int64(allocation)
                let isDone = (try? state.main(state.load(source, chunk: "t"))) != nil
                let wasEnough = vm.pointee.allocations_left > 0
                vm.pointee.allocations_left = -1
                state.clearInterrupt()
                try expectUsable(state, live, kind)
                if isDone && wasEnough || wasEnough && fails(source, in: state) { break }
                allocation += 1
                try #require(allocation < 3_000, "no end in sight")
            }
            #expect(allocation > 5)
            #expect(vm.pointee.crossings == 0)
        }
        #expect(live.count == 0)
    }

    /// With all the memory it wants.
    private func fails(_ source: String, in state: LuaState) -> Bool {
        (try? state.main(state.load(source, chunk: "t"))) == nil
    }

    private func expectUsable(_ state: LuaState, _ live: LiveObjects, _ kind: String) throws {
        #expect(state.context.top == 0)
        state.setGlobal("new_global", LuaValue.nil)
        #expect(try state.run("package.loaded.a = nil return 1", returning: Int.self) == 1)
        state.lastRaised = nil
        try state.collectGarbage()
        #expect(live.count == 0, "\(kind)")
    }

    @Test func `making a state fails cleanly at each allocation`() throws {
        for limit in stride(from: 1_000, through: 60_000, by: 250) {
            var options = LuaState.Options()
            options.memoryLimit = limit
            if let state = try? LuaState(options) { #expect(state.memory.used > 0) }
        }
    }
}

/// How many objects of the host's are alive.
private final class LiveObjects: Sendable {
    private let objects = Atomic(0)
    var count: Int { objects.load(ordering: .relaxed) }
    func add(_ change: Int) { objects.add(change, ordering: .relaxed) }
}

private final class Thing: LuaObject {
    var size = 1
    let live: LiveObjects
    init(_ live: LiveObjects) {
        self.live = live
        live.add(1)
    }
    deinit { live.add(-1) }

    static let luaType = "test.Thing"
    static var luaClass: LuaClass {
        LuaClass(
            doc: "", fields: [LuaField("size", of: Thing.self, doc: "", get: \.size) { $0.size = $1 }],
            methods: [
                LuaFunction("twice", .init("self", Thing.self), .init("n", Int.self), doc: "") { $0.size + 2 * $1 }
            ],
            metamethods: [
                LuaFunction("__close", .init("self", Thing.self), doc: "") { $0.size += 1 },
                LuaFunction("__tostring", .init("self", Thing.self), doc: "") { "thing of \($0.size)" },
                LuaFunction(raw: "__pairs", doc: "") { lua in
                    let thing = try lua.read(Thing.self, at: 1)
                    lua.pushFunction { lua in
                        let last = lua.integer(at: 2) ?? 0
                        guard last < thing.size + 2 else { return 0 }
                        lua.push(last + 1)
                        return 1
                    }
                    return 1
                },
            ])
    }
}

private final class Broken: Error, CustomStringConvertible {
    let description = "broken"
    let live: LiveObjects
    init(_ live: LiveObjects) {
        self.live = live
        live.add(1)
    }
    deinit { live.add(-1) }
}

private struct Node: LuaDecodable, LuaEncodable {
    var name: String
    var list: [Int]
    var next: [Node]
}
