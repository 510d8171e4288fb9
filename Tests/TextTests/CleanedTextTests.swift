import Testing
import Text

struct CleanedTextTests {
    @Test func `makes visible what a terminal would act on or hide`() {
        #expect(
            cleaned("a\u{1B}[2Jb\u{202E}c\u{200B}d\u{9B}e\u{FEFF}\n")
                == #"a\u{1b}[2Jb\u{202e}c\u{200b}d\u{9b}e\u{feff}\n"#)
        #expect(cleaned(block: "a\n\tb\u{7}") == "a\n\tb\\u{7}")
        #expect(cleaned("a\r\nb") == #"a\r\nb"#)
        #expect(cleaned(block: "a\r\nb") == "a\\r\nb")
    }

    @Test func `leaves words and emoji as they are`() {
        for text in ["云手机-试验", "👨‍👩‍👧‍👦", "❤️", "é", "naïve", "👍🏽"] { #expect(cleaned(text) == text) }
        #expect(cleaned("a\u{200D}b") == #"a\u{200d}b"#)
    }

    @Test func `shows bytes that are no UTF-8`() {
        #expect(cleaned(utf8: [0x61, 0xFF, 0xE4, 0xBA, 0x91, 0xE4, 0xBA]) == #"a\xff云\xe4\xba"#)
        #expect(cleaned(utf8: Array("👨‍👩‍👧\u{1B}".utf8)) == #"👨‍👩‍👧\u{1b}"#)
    }

    @Test func `bytes of several lines keep their line breaks`() {
        #expect(cleaned(utf8: [0x61, 0x0A, 0xFF, 0x09], keepsLines: true) == "a\n\\xff\t")
    }

    @Test func `cuts long text and says so`() { #expect(cleaned("abcdef", limit: 3) == "abc…") }

    @Test func `spells out a mark that would join what stands before it`() {
        #expect(cleaned("\u{301}a") == #"\u{301}a"#)
    }

    @Test func `puts a page on one line`() { #expect(onOneLine("<p>\r\n\ta\u{202E}b") == "<p>   a b") }
}
