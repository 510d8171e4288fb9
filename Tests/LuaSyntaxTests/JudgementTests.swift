import LuaKit
import LuaSyntax
import TestSupport
import Testing

/// What Lua accepts is accepted, what it refuses is refused, in the same words and at the same line.
struct JudgementTests {
    private let lua: LuaState

    init() throws { lua = try LuaState() }

    @Test(arguments: LuaFiles.all)
    func `accepts what this repository runs`(path: String) throws {
        let file = try Vectors.file(path)
        // The first line may be the shell's.
        let source = file.first == UInt8(ascii: "#") ? Array(file.drop { $0 != UInt8(ascii: "\n") }) : file
        #expect(theirs(source) == nil)
        #expect(ours(source) == nil)
    }

    @Test func `judges texts with slips as Lua does`() throws {
        var slips = Slips(seed: 7)
        let sources = try LuaFiles.all.map { try Vectors.file($0) }
        var refused = 0
        for _ in 0..<3_000 {
            let text = slips.mutate(sources[slips.below(sources.count)])
            let judgement = theirs(text)
            refused += judgement == nil ? 0 : 1
            #expect(ours(text) == judgement, "\(String(decoding: text, as: UTF8.self))")
        }
        #expect((1_000..<2_950).contains(refused), "the slips are worth something: \(refused) were refused")
    }

    @Test(arguments: [
        "x = ", "x = = 1", "x = 'abc", "x = 'abc\n'", "x = [==[ abc ]]", "--[[ abc", "x = [=abc", "x = 0x", "x = 1e+",
        "x = 3..2", "x = 12xyz", "x = 0xe+1", "x = .5 y", "x = '\\q'", "x = '\\300'", "x = '\\xZ'", "x = '\\x4",
        "x = '\\u{110000000}'", "x = '\\u41'", "x = '\\u{41'", "x = 'a\\z \n b' y", "x = '\\u{7FFFFFFF}' y",
        "x = \"a\0b\" y", "x = [[\r\na\rb\n\rc]] y", "x = 1\r\ny y", "x = 1\n\ry y", "x = € y", "y\0", "\0", "if x\0",
        "x = a€", "x = !y",
        "f", "f.x", "f:x", "f() = 1", "(f) = 1", "a, f() = 1", "a.b, c", "f 'x' .y", "local", "local function",
        "local x <",
        "local x <foo> = 1", "local x <close>, y <close> = 1", "local x <const> = 1; x = 2",
        "local x <const> = 1; function x() end", "local x <const> = 1\nfunction f() x = 2 end",
        "for", "for x", "for x = 1 do end", "for x, y = 1, 2 do end", "for x in do end", "if x the",
        "if x then else elseif",
        "while x do\n\n", "repeat x()", "function f(", "function f(a, ) end", "function f(..., a) end",
        "function f() return ... end", "return 1, 2 x()", "do return end x()", "x = { 1, 2", "x = {\n1, 2\n",
        "x = { [1 = 2 }",
        "f(\n1", "break", "goto x", "goto x; local y; ::x:: print(y)", "do goto x; local y; ::x:: end",
        "do goto x; local y; ::x:: ; ::z:: end", "repeat goto x; local y; ::x:: until y", "::x:: ::x::",
        "::x:: do ::x:: end", "do ::x:: end ::x::", "::x:: function f() goto x end", "if x then break end",
        "while x do function f() break end end", "local _ENV = {}; x = 1", "local _ENV <const> = {}; _ENV = 1", "end",
        "}",
    ])
    func `judges as Lua does`(text: String) {
        #expect(ours(Array(text.utf8)) == theirs(Array(text.utf8)))
    }

    @Test(arguments: [
        list("local x%", 200), list("local x%", 201), "function f()\n" + list("local x%", 201) + "end",
        list("local x%", 196) + "for i = 1, 2 do local y end", list("local x%", 197) + "for i = 1, 2 do end",
        list("local x%", 195) + "for i in y do local z end", list("local x%", 196) + "for i, j in y do end",
        "x = " + String(repeating: "(", count: 150) + "1" + String(repeating: ")", count: 150),
        "x = " + String(repeating: "(", count: 500) + "1" + String(repeating: ")", count: 500),
        String(repeating: "do ", count: 500), "x = " + String(repeating: "{", count: 500),
        "x = 1" + String(repeating: " + 1", count: 100_000), "x = f" + String(repeating: "()", count: 100_000),
        "if a then" + String(repeating: " elseif b then", count: 5_000) + " end",
    ])
    func `knows Lua's limits`(text: String) {
        #expect(ours(Array(text.utf8)) == theirs(Array(text.utf8)))
    }

    /// Around the limit, for those that take one level, two or three.
    private static let counts = [Array(62...68), Array(96...102), Array(192...204)].joined()

    /// Each says how often one construct is nested in itself, and what ends it.
    @Test(arguments: [
        ("(", "1", ")"), ("{", "", "}"), ("{ a = ", "1", "}"), ("f(", "", ")"), ("- ", "1", ""),
        ("not ", "1", ""), ("1 .. ", "1", ""), ("2 ^ ", "1", ""), ("1 + (", "1", ")"), ("a[", "1", "]"),
        ("function() return ", "1", " end"), ("function() x = ", "1", " end"), ("a and (", "1", ")"),
        ("#-", "{}", ""), ("2 ^ -", "1", ""), ("1 .. {", "1", "}"),
    ])
    func `counts the levels of expressions as Lua does`(open: String, middle: String, close: String) {
        for count in Self.counts {
            let text = "x = " + String(repeating: open, count: count) + middle + String(repeating: close, count: count)
            #expect(ours(Array(text.utf8)) == theirs(Array(text.utf8)), "\(count) times \(open)")
        }
    }

    @Test(arguments: [
        ("do ", " end"), ("if a then ", " end"), ("while a do ", " end"), ("for i = 1, 2 do ", " end"),
        ("repeat ", " until a"), ("function f() ", " end"), ("local function f() ", " end"),
        ("if a then else ", " end"),
        ("a, ", "a = 1"), ("for a in b do ", " end"), ("do local a = function() ", " end end"),
    ])
    func `counts the levels of statements as Lua does`(open: String, close: String) {
        for count in Self.counts {
            let closes = open == "a, " ? close : String(repeating: close, count: count)
            let text = String(repeating: open, count: count) + closes
            #expect(ours(Array(text.utf8)) == theirs(Array(text.utf8)), "\(count) times \(open)")
        }
    }

    private func theirs(_ text: [UInt8]) -> String? {
        do throws(LuaError) {
            _ = try lua.load(text, chunk: "x")
            return nil
        } catch {
            return error.position.map { "\($0.line): \(error.message)" } ?? error.message
        }
    }

    private func ours(_ text: [UInt8]) -> String? {
        do throws(LuaSyntaxError) {
            _ = try LuaTree(parsing: LuaSource(text))
            return nil
        } catch {
            return error.message == "C stack overflow" ? error.message : error.description
        }
    }
}

/// `count` lines of `line`, numbered.
private func list(_ line: String, _ count: Int) -> String {
    (0..<count).map { line.split(separator: "%").joined() + "\($0)\n" }.joined()
}
