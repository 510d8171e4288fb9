import LuaKit
import Synchronization
import Testing

/// Lua stands still while Swift goes on.
struct PauseTests {
    private final class Counts: Sendable {
        let ticks = Atomic(0)
        let during = Atomic(-1)
    }

    @Test func `no step of Lua is made in a pause, and Swift's work on its thread is`() throws {
        let state = try LuaState()
        state.setGlobal("task", LuaModule.tasks())
        let counts = Counts()
        let pause = state.pause
        state.setGlobal(
            "tick", LuaFunction("tick", doc: "") { () -> Int in counts.ticks.add(1, ordering: .relaxed).newValue })
        state.setGlobal(
            "ask",
            LuaFunction(async: "ask", doc: "") { () async -> Int in
                pause.begin()
                let before = counts.ticks.load(ordering: .relaxed)
                for _ in 0..<50 { await Task.yield() }
                counts.during.store(counts.ticks.load(ordering: .relaxed) - before, ordering: .relaxed)
                pause.end()
                return before
            })
        let script = """
            local job = task.spawn(function() for _ = 1, 100 do tick() task.sleep(0) end end)
            while tick() < 20 do task.sleep(0) end
            ask()
            job:join()
            """
        _ = try state.main(state.load(script, chunk: "pause"))
        #expect(counts.during.load(ordering: .relaxed) == 0)
        #expect(counts.ticks.load(ordering: .relaxed) > 100, "Lua goes on afterwards")
    }
}
