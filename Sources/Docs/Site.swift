import Catalog
import Text

/// The reference as a folder of HTML files that need nothing from anywhere else.
public struct Site {
    /// Texts by file name; `index.html` comes first.
    public private(set) var files: [(name: String, text: String)] = []
    private let reference: Reference

    /// Makes all files at once.
    ///
    /// - Parameter version: The version of cph, which the index shows.
    public init(_ reference: Reference, version: String) {
        self.reference = reference
        files.append(("index.html", document("cph \(version): the reference", index(version))))
        for chapter in reference.chapters {
            files.append(("\(chapter.file).html", document(chapter.title, html(chapter))))
        }
    }

    /// Where a name leads; nil when it has no page.
    private func address(_ name: String) -> String? {
        guard let chapter = reference.chapter(of: name), let page = reference[name] else { return nil }
        return "\(link(chapter))#\(anchor(page.name))"
    }

    private func document(_ title: String, _ body: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(escaped(title))</title>
        <style>
        \(siteStyle)
        </style>
        </head>
        <body>
        <header><a href="index.html">cph reference</a></header>
        <main>
        \(body)
        </main>
        </body>
        </html>

        """
    }

    // MARK: Index

    private func index(_ version: String) -> String {
        var groups: [String] = []
        for chapter in reference.chapters where !groups.contains(chapter.group) { groups.append(chapter.group) }
        let lists = groups.map { group in
            let items = reference.chapters.filter { $0.group == group }.map(indexItem)
            return
                "<section>\n<h2>\(escaped(group))</h2>\n<dl class=\"index\">\n\(items.joined(separator: "\n"))\n</dl>\n</section>"
        }
        return """
            <h1>cph \(escaped(version))</h1>
            <p>Scripts the purchase of Huawei Cloud Phone servers in Lua. The same text is in the terminal: \
            <code>cph doc NAME</code>, and <code>?NAME</code> at the prompt.</p>
            <input type="search" id="search" placeholder="A function, a field, an error code" \
            aria-label="Search" autocomplete="off" autocapitalize="off" spellcheck="false">
            <ul id="found"></ul>
            <div id="chapters">
            \(lists.joined(separator: "\n"))
            </div>
            <script>
            const names = [
            \(searchRows.joined(separator: ",\n"))
            ];
            \(siteScript)
            </script>
            """
    }

    private func indexItem(_ chapter: Chapter) -> String {
        let summary = chapter.doc.isEmpty ? chapter.pages.first?.summary ?? "" : chapter.doc.firstSentence
        return "<dt><a href=\"\(link(chapter))\">\(escaped(chapter.title))</a></dt><dd>\(inline(summary))</dd>"
    }

    /// The list that the index is searched in: `["name", "address", "summary"]` for each page and each field of a
    /// model.
    private var searchRows: [String] {
        let names = reference.names.compactMap { name, page in
            address(name).map { [name, $0, String(page.summary.filter { $0 != "`" })] }
        }
        let fields = reference.chapters.filter { $0.file == "models" }.flatMap(\.pages).flatMap { model in
            (model.sections.first?.rows ?? []).map { field in
                ["\(model.name).\(field.name)", "models.html#\(anchor(model.name))", field.doc]
            }
        }
        return (names + fields).map { row in "[" + row.map(scriptString).joined(separator: ", ") + "]" }
    }

    // MARK: Chapters

    private func html(_ chapter: Chapter) -> String {
        let isNamedByPage = chapter.pages.first?.name == chapter.title
        let heading =
            isNamedByPage || chapter.isGuide ? "" : "<h1>\(escaped(chapter.title))</h1>\n\(prose(chapter.doc))\n"
        let contents = chapter.pages.map { "<li><a href=\"#\(anchor($0.name))\">\(escaped($0.name))</a></li>" }
        let list = contents.count > 3 ? "<nav><ul>\n\(contents.joined(separator: "\n"))\n</ul></nav>\n" : ""
        return heading + list + chapter.pages.map(html).joined(separator: "\n")
    }

    private func html(_ page: Page) -> String {
        let title =
            page.written == nil ? "<h2><code>\(heading(page.title))</code></h2>" : "<h1>\(inline(page.title))</h1>"
        var parts = ["<article id=\"\(anchor(page.name))\">", title]
        parts.append(prose(page.doc))
        for section in page.sections where !section.rows.isEmpty {
            if !section.title.isEmpty { parts.append("<h3>\(linked(section.title, isName: true))</h3>") }
            parts.append("<dl>\n\(section.rows.map(html).joined(separator: "\n"))\n</dl>")
        }
        if let source = page.source { parts.append("<p class=\"source\">Source: <code>\(escaped(source))</code></p>") }
        return (parts + ["</article>"]).joined(separator: "\n")
    }

    /// A title with links from the types of the results.
    private func heading(_ title: String) -> String {
        guard let arrow = title.firstRange(of: " -> ") else { return escaped(title) }
        return escaped(title[..<arrow.upperBound]) + linked(String(title[arrow.upperBound...]))
    }

    private func html(_ row: Page.Row) -> String {
        let name = row.link.flatMap(address).map { "<a href=\"\($0)\">\(escaped(row.name))</a>" } ?? escaped(row.name)
        let type = row.type.isEmpty ? "" : " <span class=\"type\">\(linked(row.type))</span>"
        let words = ([row.doc] + row.limits).filter { !$0.isEmpty }.map { "<dd>\(inline($0))</dd>" }
        let head = row.name.isEmpty && type.isEmpty ? "" : "<dt><code>\(name)</code>\(type)</dt>"
        return head + words.joined()
    }

    // MARK: Text

    private func prose(_ text: String) -> String {
        ProseBlock.blocks(of: text).map { block in
            switch block {
            case .paragraph(let text): "<p>\(inline(text))</p>"
            case .code(let text): "<pre><code>\(escaped(text))</code></pre>"
            case .list(let items): "<ul>\(items.map { "<li>\(inline($0))</li>" }.joined())</ul>"
            case .steps(let items): "<ol>\(items.map { "<li>\(inline($0))</li>" }.joined())</ol>"
            case .heading(let text, let level): "<h\(min(level, 3))>\(inline(text))</h\(min(level, 3))>"
            case .table(let head, let rows): table(head, rows)
            case .terms(let terms):
                "<dl>\(terms.map { html(Page.Row($0.name, doc: "", limits: $0.words)) }.joined())</dl>"
            }
        }
        .joined(separator: "\n")
    }

    private func table(_ head: [String], _ rows: [[String]]) -> String {
        let top = head.map { "<th>\(inline($0))</th>" }.joined()
        let lines = rows.map { "<tr>\($0.map { "<td>\(inline($0))</td>" }.joined())</tr>" }
        return "<table>\n<thead><tr>\(top)</tr></thead>\n<tbody>\n\(lines.joined(separator: "\n"))\n</tbody>\n</table>"
    }

    /// Text in backticks as code, linked where it is a name that has a page.
    private func inline(_ text: String) -> String {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
            guard index % 2 == 1 else { return escaped(part) }
            let code = "<code>\(escaped(part))</code>"
            return address(String(part.prefix { $0 != "(" && $0 != " " })).map { "<a href=\"\($0)\">\(code)</a>" }
                ?? code
        }
        .joined()
    }

    /// A type with links from the names in it.
    private func linked(_ type: String, isName: Bool = false) -> String {
        var result = ""
        var word = ""
        for character in type + " " {
            if character.isLetter || character.isNumber || character == "_" || character == "." {
                word.append(character)
                continue
            }
            result +=
                isName || word.contains(".")
                ? address(word).map { "<a href=\"\($0)\">\(escaped(word))</a>" } ?? escaped(word) : escaped(word)
            result += escaped(String(character))
            word = ""
        }
        return String(result.dropLast())
    }
}

/// The address of a chapter's file, whose name may be that of a module, and so anything.
private func link(_ chapter: Chapter) -> String { PercentEncoding.encoded(chapter.file) + ".html" }

/// A name as part of an address.
func anchor(_ name: String) -> String {
    String(name.map { $0.isLetter || $0.isNumber || "._".contains($0) ? $0 : "-" })
}

/// A text as a string of the page's script, which no `</script>` in it may end.
private func scriptString(_ text: String) -> String {
    var result = "\""
    for character in text {
        switch character {
        case "\"", "\\": result += "\\\(character)"
        case "<": result += "\\u003c"
        case "\n": result += " "
        default: result.append(character)
        }
    }
    return result + "\""
}
