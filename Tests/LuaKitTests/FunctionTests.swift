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
        #expect(message("add(1, 'x')") == "t.lua:1: bad argument #2 to add (b: integer expected, got string)")
        #expect(message("add(1)") == "t.lua:1: bad argument #2 to add (b: integer expected, got no value)")
        #expect(message("\nadd({}, 1)") == "t.lua:2: bad argument #1 to add (a: integer expected, got table)")
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
                == "t.lua:1: bad argument #1 to sum (lists.a[2]: integer expected, got string)")
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
        #expect(message("cph.ids.of()")?.contains("to cph.ids.of (") == true)
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

    private let a = LuaParameter("a", Int.self)
    private let b = LuaParameter("b", String.self)
    private let c = LuaParameter("c", Bool.self)
    private let d = LuaParameter("d", Double?.self)

    /// What a function of so many parameters gets from `call`.
    private static let seen = ["-", "7", "7 x", "7 x true", "7 x true -1.0"]

    private func call(_ function: LuaFunction, _ count: Int) throws -> [LuaValue] {
        state.setGlobal("f", function)
        #expect(function.parameters.map(\.name) == Array(["a", "b", "c", "d"].prefix(count)))
        let arguments = ["7", "'x'", "true", "nil"].prefix(count).joined(separator: ", ")
        return try state.run("return f(\(arguments))")
    }

    @Test func `each number of parameters is read in order`() throws {
        var results: [String?] = []
        results.append(try call(LuaFunction("f", doc: "") { "-" }, 0).first?.text)
        results.append(try call(LuaFunction("f", a, doc: "") { a in "\(a)" }, 1).first?.text)
        results.append(try call(LuaFunction("f", a, b, doc: "") { a, b in "\(a) \(b)" }, 2).first?.text)
        results.append(
            try call(LuaFunction("f", a, b, c, doc: "") { a, b, c in "\(a) \(b) \(c)" }, 3).first?.text)
        let four = LuaFunction("f", a, b, c, d, doc: "") { a, b, c, d in
            "\(a) \(b) \(c) \(d ?? -1)"
        }
        results.append(try call(four, 4).first?.text)
        #expect(results == Self.seen)
    }

    @Test func `each number of parameters is read in order by functions without a result`() throws {
        var seen: [String] = []
        #expect(try call(LuaFunction("f", doc: "") { seen.append("-") }, 0).isEmpty)
        #expect(try call(LuaFunction("f", a, doc: "") { a in seen.append("\(a)") }, 1).isEmpty)
        #expect(try call(LuaFunction("f", a, b, doc: "") { a, b in seen.append("\(a) \(b)") }, 2).isEmpty)
        let three = LuaFunction("f", a, b, c, doc: "") { a, b, c in seen.append("\(a) \(b) \(c)") }
        #expect(try call(three, 3).isEmpty)
        let four = LuaFunction("f", a, b, c, d, doc: "") { a, b, c, d in
            seen.append("\(a) \(b) \(c) \(d ?? -1)")
        }
        #expect(try call(four, 4).isEmpty)
        #expect(seen == Self.seen)
    }

    @Test func `each number of parameters is read in order beside the stack`() throws {
        var results: [String?] = []
        results.append(try call(LuaFunction("f", doc: "", withContext: { lua in "\(lua.top) -" }), 0).first?.text)
        results.append(
            try call(LuaFunction("f", a, doc: "", withContext: { lua, a in "\(lua.top) \(a)" }), 1).first?.text)
        let two = LuaFunction("f", a, b, doc: "", withContext: { lua, a, b in "\(lua.top) \(a) \(b)" })
        results.append(try call(two, 2).first?.text)
        let three = LuaFunction(
            "f", a, b, c, doc: "", withContext: { lua, a, b, c in "\(lua.top) \(a) \(b) \(c)" })
        results.append(try call(three, 3).first?.text)
        let four = LuaFunction(
            "f", a, b, c, d, doc: "",
            withContext: { lua, a, b, c, d in "\(lua.top) \(a) \(b) \(c) \(d ?? -1)" })
        results.append(try call(four, 4).first?.text)
        #expect(results == Self.seen.enumerated().map { "\($0.offset) \($0.element)" })
    }
}
