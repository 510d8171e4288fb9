import Testing
import Text

struct TrimmedTests {
    @Test(arguments: [("", ""), (" \t\r\n", ""), (" a b\n", "a b"), ("\u{A0}a\u{3000}", "a"), ("a", "a")])
    func `takes white space from both ends`(text: String, expected: String) { #expect(trimmed(text) == expected) }

    @Test func `takes white space from the end`() { #expect(trimmedAtEnd(" a b \n") == " a b") }

    @Test(arguments: [("", ""), (" \u{B}\u{C}", ""), ("\ta b\r\n", "a b"), ("\u{A0}", "\u{A0}")])
    func `takes ASCII white space from bytes`(text: String, expected: String) {
        #expect(trimmed(text.utf8).elementsEqual(expected.utf8))
    }

    @Test func `pads text and numbers`() {
        #expect(padded("ab", to: 4) == "ab  " && padded("abc", to: 2) == "abc")
        #expect(zeroPadded(7, 3) == "007" && zeroPadded(1234, 3) == "1234")
    }

    @Test func `writes and reads hexadecimal digits`() {
        #expect(String(hex: [0, 0xAB, 0x0F]) == "00ab0f")
        #expect(String(hex: UInt64(0xFEED)) == "000000000000feed" && String(hex: UInt64.max) == "ffffffffffffffff")
        #expect("09afAFgG/:@`".utf8.map(hexValue) == [0, 9, 10, 15, 10, 15, nil, nil, nil, nil, nil, nil])
    }
}
