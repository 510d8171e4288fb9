import CPHModel
import LuaKit
import Projects
import Session
import Stdlib
import Testing

/// A service that must not be asked.
private struct NoService: CloudPhoneAPI {
    func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        throw CPHError(.network, "asked for \(call.operation)")
    }
}

private func session() throws -> Session {
    try Session(NoService(), version: "test", script: "a.lua", arguments: ["x", "--y"])
}

private func run(_ text: String) throws -> [LuaValue] {
    try session().run(Script(name: "a.lua", bytes: Array(text.utf8)), arguments: ["x", "--y"])
}

struct SessionTests {
    @Test func `arg and the dots hold the arguments, and arg 0 the script`() throws {
        #expect(
            try run("return arg[0] .. arg[1] .. arg[2] .. select('#', ...) .. select(2, ...)")[0].text
                == "a.luax--y2--y")
    }

    @Test func `the time is that of the clock that sleeping goes by`() throws {
        var options = LuaState.Options()
        options.clock = LuaVirtualClock()
        let session = try Session(
            NoService(), version: "test", script: "a.lua", arguments: [], options: options)
        let text = """
            local start, before = cph.time.monotonic(), cph.time.stamp()
            cph.sleep "2h30m"
            return before, cph.time.stamp(), cph.time.monotonic() - start
            """
        let values = try session.run(Script(name: "a.lua", bytes: Array(text.utf8)))
        #expect(values[0].text == "2026-01-02T03:04:05Z" && values[1].text == "2026-01-02T05:34:05Z")
        #expect(try session.text(of: values[2]) == "9000.0")
    }

    @Test func `an expression is a value and a statement is not`() throws {
        let session = try session()
        #expect(try session.text(of: session.evaluate("1 + 1", name: "-e")[0]) == "2")
        #expect(try session.evaluate("x = 1", name: "-e").isEmpty)
        #expect(try session.text(of: session.evaluate("{ a = { 1, 2 } }", name: "-e")[0]) == "{ a = { 1, 2 } }")
    }

    @Test func `a module of the standard library is loaded on first use`() throws {
        #expect(try run("return rawget(cph, 'order') == nil and cph.order.months(3).period_num")[0].text == nil)
        let session = try session()
        #expect(try session.text(of: session.evaluate("cph.order.months(3).period_num", name: "-e")[0]) == "3")
    }

    @Test func `an unknown member of cph is an error with a suggestion`() throws {
        let error = #expect(throws: LuaError.self) { try run("cph.servrs.create {}") }
        #expect(error?.message == "cph has no \"servrs\"; did you mean cph.servers?")
    }

    @Test func `a report shows position, source line and the way there, without the host's frames`() throws {
        let session = try session()
        let script = try Script(
            name: "a.lua", bytes: Array("local function f()\n  local x = nil + 1\nend\n\nf()\nreturn 1".utf8))
        let error = #expect(throws: LuaError.self) { try session.run(script) }
        #expect(
            error.map { session.report($0) } == """
                a.lua:2: attempt to perform arithmetic on a nil value
                  2 |   local x = nil + 1
                  at a.lua:2: in function 'f'
                  at a.lua:5: in main chunk
                """)
    }

    @Test func `a caret stands where it points, also behind wide characters`() throws {
        let session = try session()
        session.width = { $0.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E80 ? 2 : 1) } }
        let text = "return '云手机' .. nope.x"
        let error = #expect(throws: LuaError.self) { try session.run(Script(name: "a.lua", bytes: Array(text.utf8))) }
        let lines = try session.report(#require(error)).split(separator: "\n")
        #expect(lines[1] == "  1 | \(text)")
        #expect(lines[2] == "      " + String(repeating: " ", count: "return '' .. ".count + 6) + "^^^^")
    }

    @Test func `how far something is, is a line like any other without a terminal`() throws {
        let session = try session()
        var lines: [String] = []
        session.console.write = { lines.append($0) }
        let text = "cph.console.progress 'one' cph.console.progress() cph.console.write 'two'"
        _ = try session.run(Script(name: "a.lua", bytes: Array(text.utf8)))
        #expect(lines == ["one", "two"])
    }

    @Test func `a syntax error names the line`() throws {
        let error = #expect(throws: LuaError.self) { try run("x =\n= 1") }
        #expect(error?.description == "a.lua:2: unexpected symbol near '='")
    }

    @Test func `a value that JSON cannot carry is named`() throws {
        let session = try session()
        let value = try session.evaluate("{ a = print }", name: "-e")[0]
        let error = #expect(throws: LuaError.self) { try session.json(value) }
        #expect(error?.message == "a is a function, which JSON cannot carry")
    }
}
