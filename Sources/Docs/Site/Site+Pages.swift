import Catalog
import Text

/// Chapters and their pages as HTML.
extension Site {
    /// A chapter, below its heading of the first level; where its first page is about the same, that page has it.
    func html(_ chapter: Chapter) -> String {
        let isHeadedByPage = chapter.isGuide || chapter.pages.first?.name == chapter.title
        let heading = isHeadedByPage ? "" : "<h1>\(escaped(chapter.title))</h1>\n\(prose(chapter.doc, below: 1))\n"
        let links = places(in: chapter).map {
            "<li><a href=\"#\($0.anchor)\">\(inline($0.title, isLinked: false))</a></li>"
        }
        let list =
            links.count > 3
            ? "<nav class=\"here\" aria-label=\"On this page\"><ul>\n\(links.joined(separator: "\n"))\n</ul></nav>\n"
            : ""
        let pages = chapter.pages.enumerated().map { index, page in
            html(page, level: isHeadedByPage && index == 0 ? 1 : 2)
        }
        return isHeadedByPage
            ? (pages.prefix(1) + [list] + pages.dropFirst()).joined(separator: "\n")
            : heading + list + pages.joined(separator: "\n")
    }

    /// What a chapter's own list of contents names: its pages, or of a guide the headings.
    private func places(in chapter: Chapter) -> [(anchor: String, title: String)] {
        guard chapter.isGuide, let guide = chapter.pages.first else {
            return chapter.pages.map { (anchor($0.name), "`\($0.name)`") }
        }
        return ProseBlock.blocks(of: guide.doc).compactMap { block in
            guard case .heading(let text, let level) = block, level == 2 else { return nil }
            return (anchor(text), text)
        }
    }

    private func html(_ page: Page, level: Int) -> String {
        let title = page.written == nil ? "<code>\(heading(page.title))</code>" : inline(page.title)
        var parts = ["<article id=\"\(anchor(page.name))\">", "<h\(level)>\(title)</h\(level)>"]
        parts.append(prose(page.doc, below: page.written == nil ? level : 0))
        for section in page.sections where !section.rows.isEmpty {
            if !section.title.isEmpty {
                parts.append("<h\(level + 1)>\(linked(section.title, isName: true))</h\(level + 1)>")
            }
            parts.append(html(section.rows))
        }
        if let source = page.source { parts.append("<p class=\"source\">Source: <code>\(escaped(source))</code></p>") }
        return (parts + ["</article>"]).joined(separator: "\n")
    }

    /// A title with links from the types of the results.
    private func heading(_ title: String) -> String {
        guard let arrow = title.firstRange(of: " -> ") else { return escaped(title) }
        return escaped(title[..<arrow.upperBound]) + linked(String(title[arrow.upperBound...]))
    }

    /// Rows as terms, or as a list where none has both a name and words.
    private func html(_ rows: [Page.Row]) -> String {
        if rows.allSatisfy({ $0.name.isEmpty && $0.type.isEmpty }) {
            return list(rows.map { ([$0.doc] + $0.limits).map { inline($0) }.joined(separator: "; ") })
        }
        if rows.allSatisfy({ $0.doc.isEmpty && $0.limits.isEmpty && $0.type.isEmpty }) {
            return list(rows.map { "<code>\(name(of: $0))</code>" })
        }
        return "<dl>\n\(rows.map(html).joined(separator: "\n"))\n</dl>"
    }

    private func html(_ row: Page.Row) -> String {
        let type = row.type.isEmpty ? "" : "<span class=\"type\">\(linked(row.type))</span>"
        let words = ([row.doc] + row.limits).filter { !$0.isEmpty }.map { inline($0) }
        let name = "<code>\(name(of: row))</code>"
        // A term needs something that is said of it.
        if words.isEmpty { return "<dt>\(name)</dt><dd>\(type)</dd>" }
        return "<dt>\(name)\(type.isEmpty ? "" : " \(type)")</dt>" + words.map { "<dd>\($0)</dd>" }.joined()
    }

    private func name(of row: Page.Row) -> String {
        row.link.flatMap(address).map { "<a href=\"\($0)\">\(escaped(row.name))</a>" } ?? escaped(row.name)
    }

    private func list(_ items: [String]) -> String {
        "<ul>\n\(items.map { "<li>\($0)</li>" }.joined(separator: "\n"))\n</ul>"
    }

    // MARK: Text

    /// Prose whose headings stand so many levels lower.
    private func prose(_ text: String, below level: Int) -> String {
        ProseBlock.blocks(of: text).map { block in
            switch block {
            case .paragraph(let text): "<p>\(inline(text))</p>"
            case .code(let text, let language): code(text, language)
            case .list(let items): "<ul>\(items.map { "<li>\(inline($0))</li>" }.joined())</ul>"
            case .steps(let items): "<ol>\(items.map { "<li>\(inline($0))</li>" }.joined())</ol>"
            case .heading(let text, let own): heading(text, level: min(own + (level == 0 ? 0 : level - 1), 6))
            case .table(let head, let rows): table(head, rows)
            case .terms(let terms): html(terms.map { Page.Row($0.name, doc: "", limits: $0.words) })
            }
        }
        .joined(separator: "\n")
    }

    private func heading(_ text: String, level: Int) -> String {
        "<h\(level) id=\"\(anchor(text))\">\(inline(text))</h\(level)>"
    }

    private func code(_ text: String, _ language: String?) -> String {
        let language = language.flatMap(CodeLanguage.init) ?? CodeLanguage(of: text)
        return
            "<div class=\"code\"><pre tabindex=\"0\"><code class=\"\(language)\">\(language.html(text))</code></pre></div>"
    }

    private func table(_ head: [String], _ rows: [[String]]) -> String {
        let top = head.map { $0.isEmpty ? "<td></td>" : "<th scope=\"col\">\(inline($0))</th>" }.joined()
        let lines = rows.map { "<tr>\($0.map { "<td>\(inline($0))</td>" }.joined())</tr>" }
        return """
            <div class="wide" tabindex="0"><table>
            <thead><tr>\(top)</tr></thead>
            <tbody>
            \(lines.joined(separator: "\n"))
            </tbody>
            </table></div>
            """
    }

    /// Text in backticks as code, linked where it is a name that has a page.
    ///
    /// - Parameter isLinked: False inside of a link.
    func inline(_ text: String, isLinked: Bool = true) -> String {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
            guard index % 2 == 1 else { return escaped(part) }
            let code = "<code>\(escaped(part))</code>"
            guard isLinked else { return code }
            return target(of: String(part)).map { "<a href=\"\($0)\">\(code)</a>" } ?? code
        }
        .joined()
    }

    /// Where code leads: to what a name is the beginning of, the longest first (`cph ledger approve HASH`); and `cph doc NAME` to that
    /// name.
    private func target(of code: String) -> String? {
        let words = code.prefix { $0 != "(" }.split(separator: " ").map(String.init)
        let topics = ["cph doc ", "cph help "].contains { code.hasPrefix($0) } ? [Array(words.dropFirst(2))] : []
        return (topics + [words]).lazy.flatMap { words in
            (0..<words.count).lazy.compactMap { address(words.dropLast($0).joined(separator: " ")) }
        }.first
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
