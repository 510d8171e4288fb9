import Docs
import Testing

/// Markdown of guides and doc comments: read once, shown in a terminal and by `man`.
struct ProseTests {
    private static let guide = """
        # Title

        Words with `code` that
        go on.

        | option | is |
        |---|---|
        | `-a|b` | one |

        ```lua
        local x = 1

        -- 'two'
        ```

        ## Part

        - first
          and more
        - second

        1. do
        2. done

            cph run

            # no heading
        """

    @Test func `headings, tables, fences, lists and steps are told apart`() {
        #expect(
            ProseBlock.blocks(of: Self.guide) == [
                .heading("Title", level: 1), .paragraph("Words with `code` that go on."),
                .table(head: ["option", "is"], rows: [["`-a|b`", "one"]]),
                .code("local x = 1\n\n-- 'two'", language: "lua"),
                .heading("Part", level: 2), .list(["first and more", "second"]), .steps(["do", "done"]),
                .code("cph run\n\n# no heading"),
            ])
    }

    @Test func `a guide is a page with its own heading, in all forms`() {
        let page = Page("guide title", guide: Self.guide)
        #expect(page.title == "Title" && page.summary == "Words with `code` that go on.")
        #expect(page.markdown() == Self.guide)
        let lower = page.markdown(level: 2)
        #expect(lower.hasPrefix("## Title\n") && lower.contains("\n### Part\n") && lower.contains("\n    # no heading"))
        #expect(
            page.text == """
                Title
                  Words with `code` that go on.

                  OPTION
                      IS
                  `-a|b`
                      one

                      local x = 1

                      -- 'two'

                Part
                  - first and more
                  - second

                  1. do
                  2. done

                      cph run

                      # no heading
                """)
        let files = Site(
            Reference(chapters: [Chapter("Title", file: "guide-title", group: "Guides", pages: [page])]), version: "1"
        ).files
        let html = files[1].text
        #expect(html.contains("<h1>Title</h1>") && !html.contains("<h2><code>Title"))
        #expect(
            html.contains("<td><code>-a|b</code></td><td>one</td>")
                && html.contains("<ol><li>do</li><li>done</li></ol>"))
    }

    @Test func `what man could take for its own is protected`() {
        let page = ManualPage(
            "cph-x", section: 1, summary: "Does x.", synopsis: ["cph x"],
            body: [
                .paragraph(".not a request, \\n neither, `--an-option`, and “…”. A second sentence."),
                .code("'quoted'\n.dot\n~/x"), .terms([.init("-v, --verbose", ["Says more."]), .init("bare", [])]),
            ], seeAlso: ["cph(1)", "cph-x(1)"])
        #expect(
            page.roff(version: "1.0", date: "2026-01-02") == #"""
                .TH CPH-X 1 "2026-01-02" "cph 1.0" "cph"
                .SH NAME
                cph-x - Does x
                .SH SYNOPSIS
                .RS 4
                .nf
                cph x
                .fi
                .RE
                .SH DESCRIPTION
                \&.not a request, \en neither, \fB\-\-an\-option\fR, and
                \[u201C]\[u2026]\[u201D].
                A second sentence.
                .PP
                .RS 4
                .nf
                \(aqquoted\(aq
                \&.dot
                \(ti/x
                .fi
                .RE
                .TP
                \fB\-v, \-\-verbose\fR
                Says more.
                .TP
                \fBbare\fR
                \&
                .SH SEE ALSO
                \fBcph(1)\fR

                """#)
    }

    @Test func `no line of a page is wider than a terminal, unless it is code`() {
        let words = Array(repeating: "word", count: 60).joined(separator: " ")
        let page = ManualPage(
            "cph-x", section: 7, summary: "words", body: [.paragraph(words), .list([words]), .steps([words])])
        for line in page.text.split(separator: "\n") { #expect(line.count <= 80) }
    }
}
