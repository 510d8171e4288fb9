import LuaKit
import Testing

struct FunctionTests {
    let state: LuaState

    init() throws {
        state = try LuaState()
    }

    private func message(_ source: String) -> String? {
        #expect(throws: LuaError.self) { try state.run(source, chunk: "t.lua") }?.description
    }

    @Test func `passes typed arguments and results`() throws {
        state.setGlobal(
            "repeated",
            LuaFunction("repeated", .init("text", String.self), .init("count", Int.self), doc: "") {
                String(repeating: $0, count: $1)
            })
        #expect(try state.run("return repeated('ab', 3)", returning: String.self) == "ababab")
    }

    @Test func `says which argument was wrong, and what was expected`() throws {
        state.setGlobal("add", LuaFunction("add", .init("a", Int.self), .init("b", Int.self), doc: "") { $0 + $1 })
        #expect(message("add(1, 'x')") == "t.lua:1: bad argument #2 'b' to 'add' (integer expected, got string)")
        #expect(message("add(1)") == "t.lua:1: bad argument #2 'b' to 'add' (integer expected, got no value)")
        #expect(message("\nadd({}, 1)") == "t.lua:2: bad argument #1 'a' to 'add' (integer expected, got table)")
    }

    @Test func `takes nil and absent for optional`() throws {
        state.setGlobal("or1", LuaFunction("or1", .init("n", Int?.self), doc: "") { $0 ?? 1 })
        #expect(try state.run("return or1() + or1(nil) + or1(5)", returning: Int.self) == 7)
        #expect(message("or1(true)")?.contains("integer expected, got boolean") == true)
    }

    @Test func `takes any number of arguments and returns several`() throws {
        state.setGlobal(
            "stats",
            LuaFunction("stats", .init("n", LuaVariadic<Int>.self), doc: "") {
                LuaValues($0.values.count, $0.values.reduce(0, +))
            })
        #expect(try state.run("local n, sum = stats(1, 2, 3) return n * 100 + sum", returning: Int.self) == 306)
        #expect(try state.run("return stats()", returning: Int.self) == 0)
    }

    @Test func `reads nested tables and tells the path to what is wrong`() throws {
        state.setGlobal(
            "sum",
            LuaFunction("sum", .init("lists", [String: [Int]].self), doc: "") {
                $0.values.joined().reduce(0, +)
            })
        #expect(try state.run("return sum { a = {1, 2}, b = {3} }", returning: Int.self) == 6)
        #expect(
            message("sum { a = { 1, 'x' } }")
                == "t.lua:1: bad argument #1 'lists' to 'sum' (a[2]: integer expected, got string)")
    }

    @Test func `hands a function the stack to call back on`() throws {
        state.setGlobal(
            "twice",
            LuaFunction(
                "twice", .init("f", LuaCallback.self), doc: "",
                withContext: { lua, f in
                    try lua.call(f, 1, returning: Int.self) + lua.call(f, 2, returning: Int.self)
                }))
        #expect(try state.run("return twice(function(x) return x * 10 end)", returning: Int.self) == 30)
    }

    @Test func `works as a method inside a coroutine`() throws {
        state.setGlobal("inc", LuaFunction("inc", .init("n", Int.self), doc: "") { $0 + 1 })
        let source = "return coroutine.wrap(function() coroutine.yield(inc(1)) end)()"
        #expect(try state.run(source, returning: Int.self) == 2)
    }

    @Test func `lets go of a closure once Lua has collected it`() throws {
        final class Token {}
        weak var held: Token?
        do {
            let token = Token()
            held = token
            state.setGlobal("f", LuaFunction("f", doc: "") { _ = token })
        }
        #expect(held != nil)
        state.setGlobal("f", LuaValue.nil)
        try state.collectGarbage()
        #expect(held == nil)
    }

    @Test func `puts modules into tables, and full names into messages`() throws {
        let ids = LuaModule(
            "ids", doc: "", functions: [LuaFunction("of", .init("n", Int.self), doc: "") { "id-\($0)" }])
        state.setGlobal("cph", LuaModule("cph", doc: "", modules: [ids]))
        #expect(try state.run("return cph.ids.of(7)", returning: String.self) == "id-7")
        #expect(message("cph.ids.of()")?.contains("to 'cph.ids.of'") == true)
    }

    @Test func `describes itself for editors`() {
        let function = LuaFunction(
            "repeated", .init("text", String.self, "what to repeat"), .init("count", Int?.self),
            .init("rest", LuaVariadic<LuaValue>.self), returns: "the long text", doc: "`text`, `count` times."
        ) { text, _, _ in text }
        #expect(function.signature == "repeated(text, count?, ...)")
        #expect(
            function.stub(module: "cph.text") == """
                --- `text`, `count` times.
                ---@param text string  what to repeat
                ---@param count? integer
                ---@param ... any
                ---@return string # the long text
                function cph.text.repeated(text, count, ...) end
                """)
    }

    @Test func `each number of parameters is read in order, with and without a result or the stack`() throws {
        let state = try LuaState()
        var seen: [String] = []
        let (a, b, c, d) = (
            LuaParameter("a", Int.self), LuaParameter("b", String.self), LuaParameter("c", Bool.self),
            LuaParameter("d", Double?.self)
        )
        let functions = [
            LuaFunction("r0", doc: "") { "-" }, LuaFunction("r1", a, doc: "") { "\($0)" },
            LuaFunction("r2", a, b, doc: "") { "\($0) \($1)" },
            LuaFunction("r3", a, b, c, doc: "") { "\($0) \($1) \($2)" },
            LuaFunction("r4", a, b, c, d, doc: "") { "\($0) \($1) \($2) \($3 ?? -1)" },
            LuaFunction("v0", doc: "") { seen.append("-") }, LuaFunction("v1", a, doc: "") { seen.append("\($0)") },
            LuaFunction("v2", a, b, doc: "") { seen.append("\($0) \($1)") },
            LuaFunction("v3", a, b, c, doc: "") { seen.append("\($0) \($1) \($2)") },
            LuaFunction("v4", a, b, c, d, doc: "") { seen.append("\($0) \($1) \($2) \($3 ?? -1)") },
            LuaFunction("c0", doc: "", withContext: { "\($0.top)" }),
            LuaFunction("c1", a, doc: "", withContext: { "\($0.top) \($1)" }),
            LuaFunction("c2", a, b, doc: "", withContext: { "\($0.top) \($1) \($2)" }),
            LuaFunction("c3", a, b, c, doc: "", withContext: { "\($0.top) \($1) \($2) \($3)" }),
            LuaFunction("c4", a, b, c, d, doc: "", withContext: { "\($0.top) \($1) \($2) \($3) \($4 ?? -1)" }),
        ]
        state.setGlobal("f", LuaModule("f", doc: "", functions: functions))
        let all = ["-", "7", "7 x", "7 x true", "7 x true -1.0"]
        for count in 0...4 {
            let arguments = ["7", "'x'", "true", "nil"].prefix(count).joined(separator: ", ")
            #expect(try state.run("return f.r\(count)(\(arguments))", returning: String.self) == all[count])
            #expect(try state.run("return f.v\(count)(\(arguments))").isEmpty)
            let withTop = count == 0 ? "0" : "\(count) \(all[count])"
            #expect(try state.run("return f.c\(count)(\(arguments))", returning: String.self) == withTop)
            #expect(functions[count].parameters.map(\.name) == Array(["a", "b", "c", "d"].prefix(count)))
        }
        #expect(seen == all)
    }
}
