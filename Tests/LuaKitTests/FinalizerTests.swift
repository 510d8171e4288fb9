import LuaKit
import Testing

/// Finalizers of scripts behave as Lua's, but for one thing: they can be stopped.
struct FinalizerTests {
    private func run(_ source: String, _ mode: LuaMode = .standard) throws -> String {
        var options = LuaState.Options()
        options.mode = mode
        options.strictGlobals = false
        return try LuaState(options).run(source, returning: String.self)
    }

    @Test(arguments: [
        (
            "for i = 1, 3 do setmetatable({ i }, { __gc = function(o) log = (log or '') .. o[1] end }) end collectgarbage() return log",
            "321"
        ),
        (
            "local mt n = 0 mt = { __gc = function(o) n = n + 1 setmetatable(o, mt) end } setmetatable({}, mt) for i = 1, 3 do collectgarbage() end return tostring(n)",
            "3"
        ),
        (
            "local mt n = 0 mt = { __gc = function(o) n = n + 1 kept = o end } setmetatable({}, mt) for i = 1, 3 do collectgarbage() end return tostring(n)",
            "1"
        ),
        (
            "local mt = { __gc = true } setmetatable({}, mt) mt.__gc = function() late = 'late' end collectgarbage() return late",
            "late"
        ),
        (
            "local mt = {} setmetatable({}, mt) mt.__gc = function() late = 'late' end collectgarbage() return tostring(late)",
            "nil"
        ),
        ("local f = print return tostring(getmetatable(setmetatable({}, { __gc = f })).__gc == f)", "true"),
        (
            "local w = setmetatable({}, { __mode = 'v' }) w[1] = setmetatable({}, { __gc = function() seen = tostring(w[1]) end }) collectgarbage() return seen",
            "nil"
        ),
        (
            "local w = setmetatable({}, { __mode = 'k' }) w[setmetatable({}, { __gc = function(o) seen = w[o] end })] = 'kept' collectgarbage() return seen",
            "kept"
        ),
        (
            "setmetatable({}, { __gc = function() said = select(2, pcall(coroutine.yield)) end }) collectgarbage() return said",
            "attempt to yield from outside a coroutine"
        ),
        (
            "setmetatable({}, { __gc = function() error 'x' end }) collectgarbage() return 'goes on'", "goes on"
        ),
        (
            "local o = setmetatable({}, { __gc = function() done = 'no' end }) setmetatable(o, nil) o = nil collectgarbage() return tostring(done)",
            "nil"
        ),
    ])
    func `work as in Lua`(source: String, expected: String) throws {
        #expect(try run(source) == expected)
        #expect(try run(source, .trusted) == expected)
    }

    @Test func `one that calls a host function collected along with it gets an error`() throws {
        let state = try LuaState()
        state.setGlobal(
            "make",
            LuaFunction(raw: "make", doc: "") { lua in
                let text = String(repeating: "captured ", count: 10)
                lua.pushFunction { lua in
                    lua.push(text)
                    return 1
                }
                return 1
            })
        let said = try state.run(
            """
            local said
            do
              local object = setmetatable({}, { __gc = function(o) said = select(2, pcall(o.f)) end })
              object.f = make()
            end
            collectgarbage()
            return said
            """, returning: String.self)
        #expect(said == "attempt to call a function of the host that is gone")
    }

    @Test(arguments: [LuaMode.standard, .trusted])
    func `one cannot wait, and is told so`(mode: LuaMode) throws {
        var options = LuaState.Options()
        (options.mode, options.strictGlobals) = (mode, false)
        let state = try LuaState(options)
        state.setGlobal("task", LuaModule.tasks())
        state.setGlobal("big", LuaFunction("big", doc: "") { String(repeating: "x", count: 1000) })
        let source = """
            for i = 1, 20000 do
              if said then break end
              setmetatable({}, { __gc = function() local ok, e = pcall(task.sleep, 1) said = said or not ok and e end })
              big()
            end
            return said
            """
        let said = try state.run(source, returning: String?.self)
        #expect(said?.contains("attempt to wait in a finalizer") ?? (mode == .trusted))
    }

    @Test func `one that loops is stopped, and the state goes on`() throws {
        let state = try LuaState()
        state.setDeadline(after: .milliseconds(100))
        let error = #expect(throws: LuaError.self) {
            try state.run("setmetatable({}, { __gc = function() while true do end end }) collectgarbage()")
        }
        guard case .interrupted(.deadline)? = error?.kind else {
            Issue.record("ended otherwise: \(String(describing: error))")
            return
        }
        state.setDeadline(after: nil)
        #expect(try state.run("return 1", returning: Int.self) == 1)
    }

    @Test func `one that loops at the end of the state ends too`() throws {
        let state = try LuaState()
        try state.run("kept = setmetatable({}, { __gc = function() while true do end end })")
    }

    @Test func `one that loops inside a push of Swift's is stopped`() throws {
        let state = try LuaState()
        state.setGlobal("big", LuaFunction("big", doc: "") { String(repeating: "x", count: 1000) })
        state.setDeadline(after: .milliseconds(100))
        let source = """
            for i = 1, 1e9 do
              setmetatable({}, { __gc = function() while true do end end })
              big()
            end
            """
        #expect(throws: LuaError.self) { try state.run(source) }
        state.setDeadline(after: nil)
        #expect(try state.run("return 1", returning: Int.self) == 1)
    }
}
