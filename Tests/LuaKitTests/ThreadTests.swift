import LuaKit
import Synchronization
import TestSupport
import Testing

/// What several threads may do at once. `scripts/test --long thread` runs these under the thread sanitizer.
struct ThreadTests {
    /// Calls `body` on so many threads at once, and returns when all have ended.
    private func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                group.addTask {
                    await withCheckedContinuation { done in
                        onAnotherThread {
                            body(number)
                            done.resume()
                        }
                    }
                }
            }
        }
    }

    private static let busy = """
        local sum = 0
        for i = 1, 200 do
          local ok, e = pcall(fail, i)
          sum = sum + tonumber((tostring(e):gsub('%D', '')))
        end
        for _, n in ipairs(task.parallel({ 1, 2, 3 }, { limit = 2 }, function(n) task.sleep(1) return later(n) end)) do
          sum = sum + n
        end
        return sum
        """

    private struct Failure: Error, CustomStringConvertible {
        let number: Int
        var description: String { "failure \(number)" }
    }

    private static func makeState() throws -> LuaState {
        var options = LuaState.Options()
        options.clock = LuaVirtualClock()
        let state = try LuaState(options)
        state.setGlobal("task", LuaModule.tasks())
        state.setGlobal(
            "fail",
            LuaFunction("fail", .init("n", Int.self), doc: "") { (n: Int) throws -> Void in throw Failure(number: n) })
        state.setGlobal(
            "later",
            LuaFunction(async: "later", .init("n", Int.self), doc: "") { n in
                await withCheckedContinuation { answer in onAnotherThread { answer.resume(returning: n) } }
            })
        return state
    }

    @Test func `each may run a state of its own`() async {
        let sums = Mutex<[Int]>([])
        await onThreads(4) { _ in
            guard let state = try? Self.makeState(), let busy = try? state.load(Self.busy, chunk: "t"),
                case .integer(let sum)? = try? state.main(busy).first
            else { return }
            sums.withLock { $0.append(sum) }
        }
        #expect(sums.withLock { $0 } == Array(repeating: 200 * 201 / 2 + 6, count: 4))
    }

    @Test func `handles may be dropped on any while Lua runs`() async throws {
        let dropped = Atomic(0)
        let work = Task.detached { () throws -> Int in
            let state = try Self.makeState()
            state.setGlobal(
                "drop",
                LuaFunction("drop", .init("f", LuaCallback.self), doc: "") { f in
                    let box = Mutex<LuaCallback?>(f)
                    onAnotherThread {
                        box.withLock { $0 = nil }
                        dropped.add(1, ordering: .relaxed)
                    }
                })
            try state.run("for i = 1, 100 do drop(function() return ('x'):rep(10000) .. i end) end")
            while dropped.load(ordering: .relaxed) < 100 { await Task.yield() }
            try state.collectGarbage()
            return state.memory.used
        }
        #expect(try await work.value < 200_000)
    }

    @Test(arguments: ["pcall(hang)", "started() while true do pcall(task.sleep, 0) end"])
    func `one may stop what waits on another`(source: String) throws {
        let state = try LuaState()
        let interrupter = state.interrupter
        state.setGlobal("task", LuaModule.tasks())
        state.setGlobal("started", LuaFunction("started", doc: "") { onAnotherThread { interrupter.interrupt() } })
        state.setGlobal(
            "hang",
            LuaFunction(async: "hang", doc: "") { () async throws -> Void in
                onAnotherThread { interrupter.interrupt() }
                while !Task.isCancelled { await Task.yield() }
            })
        let error = #expect(throws: LuaError.self) { try state.main(state.load(source, chunk: "t")) }
        guard case .interrupted(.host)? = error?.kind else {
            Issue.record("ended otherwise: \(String(describing: error))")
            return
        }
    }

    @Test func `one may stop what another has not begun`() async throws {
        let state = try LuaState()
        let interrupter = state.interrupter
        await onThreads(1) { _ in interrupter.interrupt() }
        let error = #expect(throws: LuaError.self) { try state.run("while true do end") }
        guard case .interrupted(.host)? = error?.kind else {
            Issue.record("ended otherwise: \(String(describing: error))")
            return
        }
        #expect(try state.run("return 1", returning: Int.self) == 1)
    }

    @Test func `one may come too late to stop a state`() async throws {
        for _ in 1...20 {
            let interrupter = try LuaState().interrupter
            await onThreads(2) { _ in interrupter.interrupt() }
        }
    }
}
