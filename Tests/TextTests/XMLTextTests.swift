import Testing
import Text

/// What goes into XML, for programs of others to read.
struct XMLTextTests {
    @Test(arguments: [
        ("a < b & \"c\" > d", "a &lt; b &amp; &quot;c&quot; &gt; d"), ("ü 雲 🌩", "ü 雲 🌩"),
        ("a\u{0}\u{1B}b", "a\u{FFFD}\u{FFFD}b"),
        ("tab\tand\r\n", "tab&#9;and&#13;\n"), ("\u{FFFE}\u{FFFF}", "\u{FFFD}\u{FFFD}"),
    ])
    func `what XML cannot carry is replaced, and what means something to it is spelled`(text: String, written: String) {
        #expect(xmlText(text) == written)
    }

    @Test func `attributes stay on one line`() {
        #expect(xmlAttributes(["a": "1\n2", "b": "\"x\""]) == " a=\"1&#10;2\" b=\"&quot;x&quot;\"")
    }
}
