import CLua
import LuaKit
import Testing

struct MemoryTests {
    private func makeState(limit: Int) throws -> LuaState {
        var options = LuaState.Options()
        options.memoryLimit = limit
        return try LuaState(options)
    }

    private func isMemory(_ error: LuaError?) -> Bool {
        if case .memory? = error?.kind { true } else { false }
    }

    @Test func `stops a script at the limit and stays usable`() throws {
        let state = try makeState(limit: 2_000_000)
        let error = #expect(throws: LuaError.self) {
            try state.run("local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(100) .. i end")
        }
        #expect(isMemory(error))
        #expect(state.memory.peak <= 2_000_000)
        #expect(try state.run("return 1", returning: Int.self) == 1)
    }

    @Test func `lets Swift overdraw and settles when it returns`() throws {
        let state = try makeState(limit: 1_000_000)
        state.setGlobal("big", LuaFunction("big", doc: "") { String(repeating: "x", count: 3_000_000) })
        #expect(isMemory(#expect(throws: LuaError.self) { try state.run("return #big()") }))
        #expect(try state.run("local ok, e = pcall(big) return e", returning: String.self) == "not enough memory")
        try state.collectGarbage()
        #expect(state.memory.used < 100_000)
    }

    @Test func `does not blame a script whose debt was only garbage`() throws {
        let state = try makeState(limit: 1_000_000)
        state.setGlobal(
            "scratch",
            LuaFunction(
                "scratch", doc: "",
                withContext: { lua in
                    lua.push(String(repeating: "x", count: 3_000_000))
                    lua.pop()
                    return 1
                }))
        #expect(try state.run("local n = 0 for _ = 1, 20 do n = n + scratch() end return n", returning: Int.self) == 20)
    }

    @Test func `refuses a reservation beyond the limit`() throws {
        let state = try makeState(limit: 1_000_000)
        #expect(isMemory(#expect(throws: LuaError.self) { try state.context.reserve(bytes: 2_000_000) }))
        try state.context.reserve(bytes: 1_000)
    }

    @Test func `reports a limit too small for Lua itself`() {
        for limit in stride(from: 0, to: 20_000, by: 500) {
            #expect(isMemory(#expect(throws: LuaError.self) { try makeState(limit: limit) }))
        }
    }

    @Test func `a walk does not hasten the collector, and does not hold it up`() throws {
        let state = try LuaState()
        state.setGlobal("walk", LuaFunction("walk", .init("pairs", [String: Int].self), doc: "") { $0.count })
        let source = """
            local weak = setmetatable({}, { __mode = 'v' })
            collectgarbage()
            weak[1] = {}
            for _ = 1, 50 do walk { a = 1 } end
            local was_left = weak[1] ~= nil
            for _ = 1, 20000 do walk { a = 1 } end
            return was_left and weak[1] == nil
            """
        #expect(try state.run(source, returning: Bool.self))
    }

    @Test func `a walk leaves a stopped collector stopped`() throws {
        let state = try LuaState()
        state.setGlobal("walk", LuaFunction("walk", .init("pairs", [String: Int].self), doc: "") { $0.count })
        let source = """
            local weak = setmetatable({ {} }, { __mode = 'v' })
            collectgarbage 'stop'
            for _ = 1, 20000 do walk { a = 1 } end
            return weak[1] ~= nil and not collectgarbage 'isrunning'
            """
        #expect(try state.run(source, returning: Bool.self))
    }
}
