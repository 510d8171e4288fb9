import LuaKit
import Testing

private struct Denied: Error, Equatable, CustomStringConvertible {
    var amount: Int
    var description: String { "denied: \(amount)" }
}

private struct Refused: LuaErrorConvertible, Equatable {
    func pushLuaError(to lua: LuaContext) {
        lua.pushErrorTable(name: "cph.Error", message: "no stock", fields: [("kind", "api"), ("http_status", 409)])
    }
}

struct ErrorTests {
    let state: LuaState

    init() throws {
        state = try LuaState()
        state.setGlobal(
            "deny",
            LuaFunction("deny", .init("n", Int.self), doc: "") { (n: Int) throws -> Void in
                throw Denied(amount: n)
            })
        state.setGlobal("refuse", LuaFunction("refuse", doc: "") { () throws -> Void in throw Refused() })
        state.setGlobal("call", LuaFunction.callsBack)
    }

    private func failure(_ source: String) -> LuaError? {
        #expect(throws: LuaError.self) { try state.run(source, chunk: "s.lua") }
    }

    @Test func `tells message, position and traceback apart`() {
        let error = failure("local function f()\n  error('boom')\nend\nf()")
        #expect(error?.message == "boom")
        #expect(error?.position == LuaPosition(chunk: "s.lua", line: 2))
        #expect(error?.traceback.map(\.description) == ["s.lua:2: in function 'f'", "s.lua:4: in main chunk"])
    }

    @Test func `takes the position of the caller when the script asks for level 2`() {
        let error = failure("local function f()\n  error('boom', 2)\nend\nf()")
        #expect(error?.description == "s.lua:4: boom")
    }

    @Test func `carries error values that are not strings`() throws {
        let error = failure("error({ code = 7 })")
        guard case .table(let table)? = error?.value else {
            Issue.record("no table in \(String(describing: error))")
            return
        }
        state.context.push(table)
        defer { state.context.pop() }
        state.context.rawGet("code", at: -1)
        #expect(state.context.integer(at: -1) == 7)
        state.context.pop()
    }

    @Test func `survives an error object whose tostring raises`() {
        #expect(
            failure("error(setmetatable({}, { __tostring = error }))")?.message == "(error object is a table value)")
        #expect(failure("error(setmetatable({}, { __tostring = function() return 1 end }))") != nil)
        #expect(failure("error(nil)")?.message == "nil")
    }

    @Test func `shows the beginning of an endless message`() throws {
        for raise in [
            "error(('x'):rep(1e6), 0)",
            "error(setmetatable({}, { __tostring = function() return ('x'):rep(1e6) end }))",
        ] {
            let message = try #require(failure(raise)?.message)
            #expect(message.utf8.count < 300_000 && message.hasSuffix("x... (1000000 bytes in all)"))
        }
        #expect(failure("error(('x'):rep(1e5), 0)")?.message.utf8.count == 100_000)
    }

    @Test func `brings a Swift error back as it was`() {
        #expect(failure("deny(5)")?.hostError as? Denied == Denied(amount: 5))
        #expect(failure("local ok, e = pcall(deny, 6) error(e)")?.hostError as? Denied == Denied(amount: 6))
        #expect(failure("call(function() call(function() deny(7) end) end)")?.hostError as? Denied == Denied(amount: 7))
        #expect(failure("coroutine.wrap(function() deny(8) end)()")?.hostError as? Denied == Denied(amount: 8))
    }

    @Test func `reads as its message inside Lua`() throws {
        #expect(try state.run("local _, e = pcall(deny, 5) return tostring(e)", returning: String.self) == "denied: 5")
        #expect(try state.run("local _, e = pcall(deny, 5) return e.message", returning: String.self) == "denied: 5")
    }

    @Test func `lets an error choose its own fields`() throws {
        let source = "local _, e = pcall(refuse) return e.kind .. e.http_status .. tostring(e)"
        #expect(try state.run(source, returning: String.self) == "api409no stock")
        #expect(failure("refuse()")?.hostError as? Refused == Refused())
        #expect(failure("local _, e = pcall(refuse) error(e)")?.hostError as? Refused == Refused())
        #expect(failure("refuse()")?.message == "no stock")
    }

    @Test func `lets the host reword argument errors, and keeps the original`() throws {
        state.translateError = { error in
            guard let error = error as? LuaError, case .argument = error.kind else { return nil }
            return Refused()
        }
        #expect(try state.run("local _, e = pcall(deny) return e.kind", returning: String.self) == "api")
        guard case .argument(let problem)? = failure("deny()")?.kind else {
            Issue.record("not an argument error")
            return
        }
        #expect(problem.parameter == "n" && problem.index == 1)
    }

    @Test func `keeps the traceback of the first raise when Swift throws an error on`() {
        let error = failure("local function inner()\n  error({})\nend\ncall(function()\n  inner()\nend)")
        #expect(error?.position?.line == 2)
        #expect(error?.traceback.first?.function == "function 'inner'")
    }

    @Test func `shows no frames of the host`() {
        let error = failure("call(function() deny(1) end)")
        #expect(error?.traceback.allSatisfy { $0.position?.chunk == "s.lua" } == true)
    }

    @Test func `shortens the traceback of an endless recursion`() throws {
        let error = failure("local function f() return 1 + f() end f()")
        #expect(error?.message.contains("stack overflow") == true)
        #expect((2...30).contains(error?.traceback.count ?? 0))
        #expect(try state.run("return 1", returning: Int.self) == 1)
    }

    @Test func `survives recursion through Swift without end`() throws {
        #expect(failure("local function f() return call(f) end f()")?.message.contains("overflow") == true)
        #expect(try state.run("return 1", returning: Int.self) == 1)
    }
}
