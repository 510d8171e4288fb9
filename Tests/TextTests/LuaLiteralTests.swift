import LuaKit
import Testing
import Text

/// Texts that programs read back.
struct LuaLiteralTests {
    static let texts = [
        "", "plain", "it's", "\"quoted\"", "back\\slash", "\\", "two\nlines\r\n", "tab\tnul\0 7", "\u{1}7", "\u{7F}",
        "云手机",
        "right \u{202E} to left", "soft\u{AD}hyphen", "\u{E0041}", "]]--[[", "$HOME `id` %d",
        String(repeating: "/a long folder", count: 15), String(repeating: "\"\\\n云", count: 50),
    ]

    @Test(arguments: texts, ["\"", "'"] as [Unicode.Scalar])
    func `liblua reads back what was written, byte by byte`(text: String, quote: Unicode.Scalar) throws {
        let literal = luaLiteral(text, quote: quote)
        let state = try LuaState()
        #expect(try state.run("return \(literal)").first?.text == text, "\(literal)")
    }

    @Test(arguments: texts) func `a literal is one line, in which nothing is hidden`(text: String) {
        let hidden = luaLiteral(text).unicodeScalars.filter { scalar in
            [.control, .format, .lineSeparator].contains(scalar.properties.generalCategory)
        }
        #expect(hidden.isEmpty)
    }
}
