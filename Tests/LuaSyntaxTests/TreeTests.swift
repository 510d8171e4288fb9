import LuaSyntax
import Testing

struct TreeTests {
    private func tree(_ text: String) throws -> LuaTree { try LuaTree(parsing: LuaSource(text)) }

    private func returned(_ text: String) throws -> LuaExpression {
        let tree = try tree("return \(text)")
        guard case .return(let values)? = tree.block.statements.last?.kind else { throw Missing() }
        return try #require(values.first)
    }

    private struct Missing: Error {}

    @Test(arguments: [
        ("'a\\65\\x42\\u{20AC}\\n\\z  \n b'", "aAB\u{20AC}\nb"), ("[[\nab\n]]", "ab\n"), ("[==[a]]b]==]", "a]]b"),
        ("\"it's\"", "it's"), ("'a\\\nb'", "a\nb"),
    ])
    func `reads what a string holds`(literal: String, text: String) throws {
        #expect(try returned(literal).text == text)
    }

    @Test(arguments: [
        ("9223372036854775807", Int64.max), ("0xff", 255), ("0x7fffffffffffffff", .max), ("0xffffffffffffffff", -1),
        ("0x1ffffffffffffffff", -1),
    ])
    func `reads integers`(literal: String, value: Int64) throws {
        guard case .integer(value) = try returned(literal).kind else { throw Missing() }
    }

    @Test(arguments: [
        ("9223372036854775808", 9_223_372_036_854_775_808.0), ("3.", 3), (".5", 0.5), ("0x.8p1", 1), ("1e2", 100),
    ])
    func `reads numbers`(literal: String, value: Double) throws {
        guard case .number(value) = try returned(literal).kind else { throw Missing() }
    }

    @Test func `keeps a chain in one piece, with the place of each name`() throws {
        let tree = try tree("cph.servers.create{ a = 1 }[1]:next(2)")
        guard case .call(let call)? = tree.block.statements.first?.kind,
            case .chain(let first, let suffixes) = call.kind,
            case .global("cph") = first.kind
        else { throw Missing() }
        #expect(suffixes.map { tree.source.text($0.range) } == ["servers", "create", "{ a = 1 }", "[1]", "next"])
        #expect(suffixes.map { $0.arguments?.values.count } == [nil, nil, 1, nil, 1])
    }

    @Test func `counts columns in characters and lines as Lua does`() throws {
        let source = LuaSource("x = 1\r\n-- \u{4E91}\u{624B}\r\ny = '\u{673A}' z")
        #expect(source.lineCount == 3)
        #expect(source.text(ofLine: 2) == "-- \u{4E91}\u{624B}")
        #expect(source.text(ofLine: 4) == nil)
        let end = source.bytes.count
        #expect(source.position(at: end - 1) == LuaPlace(line: 3, column: 9))
    }
}

struct ScopeTests {
    private func variables(_ text: String) throws -> [String: (reads: Int, writes: Int, isCaptured: Bool)] {
        let tree = try LuaTree(parsing: LuaSource(text))
        return Dictionary(
            tree.variables.map { ($0.name, ($0.reads.count, $0.writes.count, $0.isCaptured)) }, uniquingKeysWith: { $1 }
        )
    }

    @Test func `knows where a local is read, set and captured`() throws {
        let found = try variables(
            """
            local a, b, c, d = 1, 2, 3
            b = a + a
            c = function() return c end
            """)
        #expect(found["a"].map { $0 == (2, 0, false) } == true)
        #expect(found["b"].map { $0 == (0, 1, false) } == true)
        #expect(found["c"].map { $0 == (1, 1, true) } == true)
        #expect(found["d"].map { $0 == (0, 0, false) } == true)
    }

    @Test func `a local is visible behind its statement, a local function inside itself`() throws {
        let text = "local x = x; local function f() return f() end; local g = function() g() end"
        let tree = try LuaTree(parsing: LuaSource(text))
        #expect(tree.globals.map(\.name) == ["x", "g"])
    }

    @Test func `parameters, loop variables and the conditions of repeat have their scopes`() throws {
        let tree = try LuaTree(
            parsing: LuaSource(
                """
                local function f(p) for i = 1, p do print(i) end return i end
                repeat local done = f() until done
                for k, v in pairs(k) do k = v end
                function t.a:m() return self end
                """))
        #expect(tree.globals.map(\.name) == ["print", "i", "pairs", "k", "t"])
        #expect(tree.variables.map(\.name) == ["f", "p", "i", "done", "k", "v", "self"])
        #expect(tree.variables.map(\.kind) == [.function, .parameter, .loop, .local, .loop, .loop, .implicitSelf])
    }

    @Test func `globals are told apart by where they are set`() throws {
        let tree = try LuaTree(parsing: LuaSource("a = b; function c() d = a end; function c.e() end"))
        #expect(tree.globals.map(\.name) == ["a", "b", "c", "d", "a", "c"])
        #expect(tree.globals.map(\.isSet) == [true, false, true, true, false, false])
        #expect(tree.globals.map(\.isInFunction) == [false, false, false, true, true, false])
    }

    @Test func `under a local _ENV names are its fields`() throws {
        let tree = try LuaTree(parsing: LuaSource("local _ENV = {}; x = y"))
        #expect(tree.globals.isEmpty)
        #expect(tree.variables.first?.reads.count == 2)
    }
}
