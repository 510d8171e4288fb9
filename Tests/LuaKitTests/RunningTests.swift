import LuaKit
import Testing

struct RunningTests {
    @Test func `returns what a chunk returns`() throws {
        let values = try LuaState().run("return 1, 'two', 3.5, true, nil")
        #expect(values.count == 5)
        guard case .integer(1) = values[0], case .number(3.5) = values[2], case .boolean(true) = values[3],
            case .nil = values[4]
        else {
            Issue.record("unexpected \(values)")
            return
        }
        #expect(values[1].text == "two")
    }

    @Test func `keeps integers exact`() throws {
        let state = try LuaState()
        #expect(try state.run("return math.maxinteger", returning: Int.self) == Int.max)
        #expect(try state.run("return math.mininteger", returning: Int.self) == Int.min)
        #expect(try state.run("return 3.0", returning: Int.self) == 3)
        #expect(throws: LuaError.self) { try state.run("return 3.5", returning: Int.self) }
        #expect(throws: LuaError.self) { try state.run("return '3'", returning: Int.self) }
    }

    @Test func `keeps strings as bytes and reads text only from UTF-8`() throws {
        let state = try LuaState()
        #expect(try state.run(#"return "\xff\0x""#, returning: LuaString.self).bytes == [0xff, 0, 0x78])
        let error = #expect(throws: LuaError.self) { try state.run(#"return "\xff""#, returning: String.self) }
        #expect(error?.message == "string expected, got bytes that are not UTF-8")
        #expect(try state.run("return '盒\\0子'", returning: String.self) == "盒\0子")
    }

    @Test func `refuses bytecode`() throws {
        let state = try LuaState()
        let bytecode = try state.run("return string.dump(function() end)", returning: LuaString.self)
        let error = #expect(throws: LuaError.self) { try state.load(bytecode.bytes, chunk: "evil") }
        #expect(error?.message.contains("attempt to load a binary chunk") == true)
    }

    @Test func `keeps a function beyond the call that made it`() throws {
        let state = try LuaState()
        let counter = try state.run(
            "local n = 0 return function(by) n = n + by return n end", returning: LuaCallback.self)
        try state.collectGarbage()
        _ = try state.context.call(counter, 2)
        #expect(try state.context.call(counter, 3, returning: Int.self) == 5)
    }

    @Test func `frees a value once the last handle is gone`() throws {
        let state = try LuaState()
        func fill() throws {
            let table = try state.run("return { ('x'):rep(1000000) }", returning: LuaTable.self)
            try state.collectGarbage()
            withExtendedLifetime(table) { #expect(state.memory.used > 1_000_000) }
        }
        try fill()
        try state.collectGarbage()
        #expect(state.memory.used < 100_000)
    }

    @Test func `handles may outlive their state`() throws {
        var kept: [LuaValue] = []
        do {
            let state = try LuaState()
            kept = try state.run("return {}, print, coroutine.create(print), io.stdout, 'text'")
        }
        #expect(kept.last?.text == "text")
        kept = []
    }

    @Test func `leaves the stack as it was, whether a call returns or throws`() throws {
        let state = try LuaState()
        try state.run("return 1, 2, 3")
        _ = try? state.run("error('x')")
        _ = try? state.run("this is not Lua")
        _ = try? state.run("return 'x'", returning: Int.self)
        #expect(state.context.top == 0)
    }
}

struct CompletenessTests {
    @Test(arguments: [
        "for i = 1, 3 do", "x = {", "function f()", "x = [[ a", "print(", "x = 'a\\", "x = 'a\\z", "if x then",
    ])
    func `more lines could complete it`(source: String) throws {
        let error = #expect(throws: LuaError.self) { try LuaState().load(source, chunk: "stdin") }
        #expect(error?.isIncomplete == true)
    }

    @Test(arguments: ["x = = 1", "x = 'abc", "end", "for x in do end", "x = 1 1", "return return"])
    func `no further line can mend it`(source: String) throws {
        let error = #expect(throws: LuaError.self) { try LuaState().load(source, chunk: "stdin") }
        #expect(error?.isIncomplete == false)
    }

    @Test func `says where the mistake is`() throws {
        let error = #expect(throws: LuaError.self) { try LuaState().load("x = 1\ny = = 2", chunk: "lib/a.lua") }
        #expect(error?.position == LuaPosition(chunk: "lib/a.lua", line: 2))
        #expect(error?.message == "unexpected symbol near '='")
        #expect(error?.description == "lib/a.lua:2: unexpected symbol near '='")
    }
}
