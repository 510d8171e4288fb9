import Emulator
import LuaKit
import Projects
import Session
import TestSupport
import Testing

/// Where the caret stands under an error of Lua's: `carets.txt` has the snippets.
struct CaretTests {
    @Test(arguments: try Snippet.all)
    func `a caret stands under what the error is about, or nowhere`(snippet: Snippet) throws {
        let session = try Session(EmulatedCloud(), version: "0.0", script: "a.lua", arguments: [])
        session.width = { $0.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E80 ? 2 : 1) } }
        let error = #expect(throws: LuaError.self) {
            try session.run(Script(name: "a.lua", bytes: Array(snippet.code.utf8)))
        }
        let report = try session.report(#require(error)).split(separator: "\n").map(String.init)
        let start = try #require(report.firstIndex { $0.hasPrefix("  \(snippet.line) | ") }, "\(report)")
        let margin = "  \(snippet.line) | ".count
        let below = report.dropFirst(start + 1).first ?? ""
        let mark = below.hasSuffix("^") ? String(below.dropFirst(margin)) : nil
        #expect(mark == snippet.mark, "\(report.joined(separator: "\n"))")
    }
}

/// Where an error of Lua's reader is, and what the name of an older Lua's says.
struct ErrorWordTests {
    @Test(arguments: [
        ("x = 1\ngoto out", 2, "goto out", "     ^^^"),
        ("goto x; x = 1\n\n", 1, "goto x; x = 1", "     ^"),
        ("do goto l\nlocal a\n::l:: print(a) end", 1, "do goto l", "        ^"),
        ("x = 1\nbreak\n\n", 2, "break", "^^^^^"),
        ("::a:: ::a::\n", 1, "::a:: ::a::", "      ^^^^^"),
        ("x = 'a\\\nb\ny = 1", 1, "x = 'a\\", "    ^^^"),
        ("\nx = [[a\n\n", 2, "x = [[a", "    ^^^"),
        ("x = 1 --[==[ a\n]]", 1, "x = 1 --[==[ a", "      ^^^^^^^^"),
        ("local x <const> = 1\nlocal y = x; x = x + y", 2, "local y = x; x = x + y", "             ^"),
    ])
    func `what is unfinished, and a jump, are shown where they begin`(
        code: String, line: Int, text: String, mark: String
    ) throws {
        let report = try report(code)
        #expect(report.hasPrefix("a.lua:\(line): "), "\(report)")
        #expect(report.hasSuffix("\n  \(line) | \(text)\n      \(mark)"), "\(report)")
    }

    @Test(arguments: [
        ("unpack {}", "hint: Lua 5.4 has table.unpack instead"),
        ("loadstring 'x'", "hint: Lua 5.4 has load instead"),
        ("bit32.band(1)", "hint: Lua 5.4 has the operators &, |, ~, << and >> instead"),
        ("table.getn {}", "hint: Lua 5.4 has #list instead"),
        ("math.pow(1, 2)", "hint: Lua 5.4 has x ^ y instead"),
        ("_G.string.gfind('a', 'b')", "hint: Lua 5.4 has string.gmatch instead"),
        ("return package.loaders[1]", "hint: Lua 5.4 has package.searchers"),
        ("string.fromat('x')", "hint: did you mean string.format?"),
    ])
    func `a name of an older Lua's says what takes its place`(code: String, words: String) throws {
        let report = try report(code)
        #expect(report.contains(words), "\(report)")
    }

    private func report(_ code: String) throws -> String {
        let session = try Session(EmulatedCloud(), version: "0.0", script: "a.lua", arguments: [])
        let error = #expect(throws: LuaError.self) { try session.run(Script(name: "a.lua", bytes: Array(code.utf8))) }
        return try session.report(#require(error))
    }
}

struct Snippet: CustomTestStringConvertible {
    var code = ""
    /// The line that is shown, from 1.
    var line = 0
    /// What stands below it; nil where nothing does.
    var mark: String?

    var testDescription: String { code }

    static var all: [Snippet] {
        get throws {
            let lines = try Repository.text("Tests/SessionTests/carets.txt").split(
                separator: "\n", omittingEmptySubsequences: false)
            let parts = lines.filter { !$0.hasPrefix("# ") }.split(separator: "")
            return parts.map(Snippet.init)
        }
    }

    private init(_ lines: ArraySlice<Substring>) {
        var count = 0
        for text in lines {
            if text == "no caret" {
                line = count
            } else if text.hasSuffix("^"), text.allSatisfy({ " \t^".contains($0) }) {
                (line, mark) = (count, String(text))
            } else {
                count += 1
                code += text + "\n"
            }
        }
    }
}
