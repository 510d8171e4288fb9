import Testing
import Text

struct QuotedTests {
    @Test(arguments: [
        ("a", #""a""#), ("", #""""#), (#"a"b\c"#, #""a\"b\\c""#), ("a\n\t\r", #""a\n\t\r""#),
        ("\u{1B}[2K\u{202E}", #""\u{1b}[2K\u{202e}""#), ("\"\u{301}", "\"\\\"\u{301}\""),
    ])
    func `spells out what would not be seen or would end the quotation`(text: String, shown: String) {
        #expect(quoted(text).unicodeScalars.elementsEqual(shown.unicodeScalars))
    }

    @Test(arguments: [0x115F, 0x1160, 0x180E, 0x3164, 0xFFA0, 0x200B, 0x2066, 0xE0041])
    func `hides no filler, whichever function shows it`(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        let spelling = "\\u{\(String(value, radix: 16))}"
        #expect(isInvisible(scalar))
        #expect(quoted("a\(scalar)b") == "\"a\(spelling)b\"")
        #expect(cleaned("a\(scalar)b") == "a\(spelling)b")
    }

    @Test func `cuts after 60 code points and says how many are left`() {
        #expect(quoted(String(repeating: "云", count: 75)) == "\"\(String(repeating: "云", count: 60))…\" (15 more)")
    }

    @Test func `takes another mark`() { #expect(quoted("it's", mark: "'") == #"'it\'s'"#) }
}
