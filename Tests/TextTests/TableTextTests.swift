import Testing
import Text

struct TableTextTests {
    @Test func `a cell of CSV is read back as it was, and no spreadsheet calculates it`() {
        #expect(csvLine(["a", "b, c", "say \"x\"", "-12.50", ""]) == "a,\"b, c\",\"say \"\"x\"\"\",-12.50,\r\n")
        #expect(csvLine(["=1+1", "'=1", "@x", "-x", " a"]) == "'=1+1,''=1,'@x,'-x,\" a\"\r\n")
        #expect(csvLine(["a\nb\t\u{1B}"]) == "a\\nb\\t\\u{1b}\r\n")
    }

    @Test func `a cell of Markdown is shown as it is`() {
        #expect(markdownCell("a|b [c](d) <e> & `f` *g*\\") == "a\\|b \\[c\\](d) &lt;e> &amp; \\`f\\` \\*g\\*\\\\")
        #expect(markdownCell("a\nb") == "a\\\\nb")
    }
}
