import CLua
import Glibc
import Testing

@testable import LuaKit

/// An error of Lua is a longjmp, and must never go over a Swift frame. Wherever one is caught, C counts those that did.
struct LongjmpTests {
    private struct Thrown: Error {}

    private func makeState(limit: Int = 512 << 20) throws -> LuaState {
        var options = LuaState.Options()
        options.memoryLimit = limit
        options.clock = LuaVirtualClock()
        let state = try LuaState(options)
        state.setGlobal("task", LuaModule.tasks())
        state.setGlobal(
            "throw",
            LuaFunction("throw", .init("depth", Int.self), doc: "") { (_: Int) throws -> Void in throw Thrown() })
        state.setGlobal("call", LuaFunction.callsBack)
        state.setGlobal("big", LuaFunction("big", .init("n", Int.self), doc: "") { String(repeating: "x", count: $0) })
        return state
    }

    @Test func `no longjmp crosses a Swift frame`() throws {
        let state = try makeState(limit: 8 << 20)
        let caught = try state.main(
            state.load(
                """
                local caught = 0
                local function try(f, ...) if not pcall(f, ...) then caught = caught + 1 end end
                for i = 1, 20000 do try(throw, i) end
                for i = 1, 2000 do try(throw) try(call, error) try(call, function() throw(i) end) end
                for i = 1, 10 do try(big, 1e7) end
                local function nest(n) if n == 0 then throw(1) end call(function() nest(n - 1) end) end
                for i = 1, 100 do try(nest, 20) end
                local function endless() call(endless) end
                for i = 1, 20 do try(endless) end
                for i = 1, 500 do try(coroutine.wrap(function() task.sleep(1) throw(i) end)) end
                for i = 1, 200 do try(task.within, 1, task.sleep, 2) end
                for i = 1, 500 do try(string.gsub, 'x', 'x', function() throw(1) end) end
                return caught
                """, chunk: "storm"))
        guard case .integer(27_330)? = caught.first else {
            Issue.record("not every error was caught: \(caught)")
            return
        }
        #expect(state.vm.pointee.crossings == 0)
    }

    @Test func `would notice one`() throws {
        typealias LuaError = @convention(c) (OpaquePointer) -> Int32
        let raise = unsafeBitCast(dlsym(nil, "lua_error"), to: LuaError.self)
        let state = try makeState()
        state.context.pushFunction { lua in
            lua.push("raised from Swift, which only this test does")
            return raise(lua.stack)
        }
        state.setGlobal("bad", state.context.value(at: -1))
        state.context.pop()
        for _ in 1...100 { #expect(throws: (any Error).self) { try state.run("bad()") } }
        try state.run("for i = 1, 100 do pcall(bad) end")
        #expect(state.vm.pointee.crossings == 200)
    }
}
