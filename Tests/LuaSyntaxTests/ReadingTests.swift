import LuaKit
import LuaSyntax
import TestSupport
import Testing

/// What Lua accepts is read. Of what Lua refuses something may be read too, but reading always ends.
struct ReadingTests {
    private let lua: LuaState

    init() throws { lua = try LuaState() }

    @Test(arguments: LuaFiles.all)
    func `reads what this repository runs`(path: String) throws {
        let file = try Vectors.file(path)
        // The first line may be the shell's.
        let source = file.first == UInt8(ascii: "#") ? Array(file.drop { $0 != UInt8(ascii: "\n") }) : file
        #expect(stop(in: source) == nil)
    }

    @Test func `reads those texts with slips that Lua accepts`() throws {
        var slips = Slips(seed: 7)
        let sources = try LuaFiles.all.map { try Vectors.file($0) }
        var accepted = 0
        for _ in 0..<3_000 {
            let text = slips.mutate(sources[slips.below(sources.count)])
            let stop = stop(in: text)
            guard isAccepted(text) else { continue }
            accepted += 1
            #expect(stop == nil, "\(String(decoding: text, as: UTF8.self))")
        }
        #expect((50..<2_000).contains(accepted), "the slips are worth something: \(accepted) were accepted")
    }

    @Test(arguments: [
        ("x = ", ""), ("x = = 1", "="), ("x = 'abc", "'abc"), ("x = 'abc\n'", "'abc"),
        ("x = [==[ abc ]]", "[==[ abc ]]"),
        ("--[[ abc", "--[[ abc"), ("x = [=abc", "["), ("x = 0x", "0x"), ("x = 1e+", "1e+"), ("x = 3..2", "3..2"),
        ("x = 12xyz", "12x"), ("x = .5 y", ""), ("x = '\\q'", "'\\q'"), ("x = '\\300'", "'\\300'"),
        ("x = '\\xZ'", "'\\xZ'"), ("x = '\\u{110000000}'", "'\\u{110000000}'"), ("x = '\\u41'", "'\\u41'"),
        ("x = \u{20AC} y", "\u{E2}"), ("y\0", "\0"), ("x = !y", "!"), ("f", ""), ("f.x", ""), ("f:x", ""),
        ("f() = 1", "="), ("(f) = 1", "="), ("a, f() = 1", "="), ("a.b, c", ""), ("local", ""), ("local x <", ""),
        ("for x = 1 do end", "do"), ("for x, y = 1, 2 do end", "="), ("for x in do end", "do"), ("if x the", "the"),
        ("repeat x()", ""), ("function f(a, ) end", ")"), ("function f(..., a) end", ","), ("return 1, 2 x()", "x"),
        ("do return end x(", ""), ("x = { [1 = 2 }", "="), ("end", "end"), ("}", "}"), ("else", "else"),
    ])
    func `stops at the first token that fits nowhere`(text: String, token: String) {
        let bytes = Array(text.utf8)
        let stop = stop(in: bytes)
        #expect(stop.map { bytes[$0].map { String(UnicodeScalar($0)) }.joined() } == token)
        #expect(!isAccepted(text))
    }

    @Test(arguments: [
        "goto x; local y; ::x:: print(y)", "break", "::x:: ::x::", "local x <const> = 1; x = 2", "local x <foo> = 1",
        "local function f() return ... end", "local x <close>, y <close> = 1, 2",
    ])
    func `leaves it to Lua to refuse what the grammar allows`(text: String) {
        #expect(reads(text) && !isAccepted(text))
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
    func `ends on long and deep texts, and reads those that Lua accepts`(text: String) {
        #expect(reads(text) || !isAccepted(text))
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
    func `reads expressions nested as deep as Lua lets them be`(open: String, middle: String, close: String) {
        for count in Self.counts {
            let text = "x = " + String(repeating: open, count: count) + middle + String(repeating: close, count: count)
            #expect(reads(text) || !isAccepted(text), "\(count) times \(open)")
        }
    }

    @Test(arguments: [
        ("do ", " end"), ("if a then ", " end"), ("while a do ", " end"), ("for i = 1, 2 do ", " end"),
        ("repeat ", " until a"), ("function f() ", " end"), ("local function f() ", " end"),
        ("if a then else ", " end"),
        ("a, ", "a = 1"), ("for a in b do ", " end"), ("do local a = function() ", " end end"),
    ])
    func `reads statements nested as deep as Lua lets them be`(open: String, close: String) {
        for count in Self.counts {
            let closes = open == "a, " ? close : String(repeating: close, count: count)
            let text = String(repeating: open, count: count) + closes
            #expect(reads(text) || !isAccepted(text), "\(count) times \(open)")
        }
    }

    private func isAccepted(_ text: String) -> Bool { isAccepted(Array(text.utf8)) }

    private func isAccepted(_ text: [UInt8]) -> Bool { (try? lua.load(text, chunk: "x")) != nil }

    private func reads(_ text: String) -> Bool { stop(in: Array(text.utf8)) == nil }

    /// Where reading stopped; nil when it came to the end.
    private func stop(in text: [UInt8]) -> Range<Int>? {
        do throws(LuaReadingStopped) {
            _ = try LuaTree(parsing: LuaSource(text))
            return nil
        } catch {
            return error.range
        }
    }
}

/// `count` lines of `line`, numbered.
private func list(_ line: String, _ count: Int) -> String {
    (0..<count).map { line.split(separator: "%").joined() + "\($0)\n" }.joined()
}
