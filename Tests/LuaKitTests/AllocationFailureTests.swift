import CLua
import Testing

@testable import LuaKit

/// Memory may end anywhere. At every single allocation of each kind of call it does here, and each time the call ends
/// with an error or its result, the state goes on, and nothing leaks.
struct AllocationFailureTests {
    private final class Token {
        let live: Counter
        init(_ live: Counter) {
            self.live = live
            live.value += 1
        }
        deinit { live.value -= 1 }
    }

    private final class Counter {
        var value = 0
    }

    static let sources = [
        "return 1",
        "local t = {} for i = 1, 20 do t[i] = { name = 'n' .. i } end return #t",
        "return make('x')",
        "return select('#', pcall(make, {}))",
        "return list({ 1, 2, 3 })[3]",
        "local ok, e = pcall(fail) return tostring(e)",
        "return call(function() return call(function() return make('y') end) end)",
        "return coroutine.wrap(function() return later(1) end)()",
        "return task.parallel({ 1, 2 }, {}, function(n) task.sleep(1) return later(n) end)[2]",
        "return (('abc'):gsub('%w', function(c) return later(1) end))",
        "return load('return ' .. ('1 + '):rep(20) .. '1')()",
        "local x <close> = setmetatable({}, { __close = function() make('z') end }) return later(3)",
        "undeclared_name()",
    ]

    private func makeState(_ live: Counter) throws -> LuaState {
        var options = LuaState.Options()
        options.clock = LuaVirtualClock()
        let state = try LuaState(options)
        let token = Token(live)
        state.setGlobal("task", LuaModule.tasks())
        state.setGlobal("make", LuaFunction("make", .init("s", String.self), doc: "") { [$0, "\(token)"] })
        state.setGlobal(
            "list", LuaFunction("list", .init("l", [Int].self), doc: "") { ["a": $0.map(String.init)]["a"] })
        state.setGlobal("fail", LuaFunction("fail", doc: "") { () throws -> Void in throw LuaDenied(function: "fail") })
        state.setGlobal(
            "call",
            LuaFunction(
                "call", .init("f", LuaCallback.self), doc: "",
                withContext: { lua, f in
                    try lua.call(f, returning: LuaValue.self)
                }))
        state.setGlobal(
            "later",
            LuaFunction(async: "later", .init("n", Int.self), doc: "") { n in
                await Task.yield()
                return n
            })
        return state
    }

    @Test(arguments: sources)
    func `ends well wherever memory runs out`(source: String) throws {
        let live = Counter()
        do {
            let state = try makeState(live)
            let vm = state.vm
            var failing = 0
            for allocation in 0... {
                vm.pointee.allocations_left = Int64(allocation)
                let isDone = (try? state.main(state.load(source, chunk: "t"))) != nil || vm.pointee.allocations_left > 0
                let wasUsedUp = vm.pointee.allocations_left == 0
                vm.pointee.allocations_left = -1
                state.clearInterrupt()
                #expect(state.context.top == 0)
                #expect(try state.run("return 1", returning: Int.self) == 1)
                failing += 1
                if isDone && !wasUsedUp { break }
                guard failing < 5_000 else {
                    Issue.record("no end in sight")
                    return
                }
            }
            #expect(failing > 3)
        }
        #expect(live.value == 0)
    }

    @Test func `making a state fails cleanly at each allocation`() throws {
        for limit in stride(from: 1_000, through: 60_000, by: 250) {
            var options = LuaState.Options()
            options.memoryLimit = limit
            if let state = try? LuaState(options) { #expect(state.memory.used > 0) }
        }
    }
}
