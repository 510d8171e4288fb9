import Catalog
import Text

/// What the reference says of one name; the terminal, Markdown and HTML show the same page.
public struct Page: Sendable {
    /// As it is asked for: `cph.plan:add`, `CreateServer`, `CPS.0006`, `cph ledger list`.
    public var name: String
    /// Other names that lead here.
    public var aliases: [String] = []
    /// The name as a heading: `cph.plan(name, options?) -> cph.Plan`.
    public var title: String
    /// Markdown: paragraphs, and examples indented by four blanks.
    public var doc: String
    /// The tables of the page, in the order in which they are shown; those without rows are left out.
    public var sections: [Section] = []
    /// Where it is written, as `file:line`, for a function in Lua; nil for everything else.
    public var source: String?
    /// The whole page as a terminal shows it, where that is not made from the other parts; nil where it is.
    public var screen: String?
    /// The whole page as Markdown with a heading of its own, where it is written by hand: a guide.
    public private(set) var written: String?

    /// A table of the page.
    public struct Section: Sendable {
        /// The heading above the table; empty for a table that needs none.
        public var title: String
        /// What the table lists, in the order in which it is shown.
        public var rows: [Row]

        /// Makes a table of these rows under a heading.
        public init(_ title: String = "", _ rows: [Row]) { (self.title, self.rows) = (title, rows) }
    }

    /// A parameter, a field, an option, or a name with its first sentence.
    public struct Row: Sendable {
        /// What the row is about, as scripts write it; empty for a limit across fields.
        public var name: String
        /// The LuaCATS type, and for a field whether it must be given.
        public var type = ""
        /// What it is for, in Markdown.
        public var doc: String
        /// The limits that a value must keep, each in words: `must be 1 to 10`.
        public var limits: [String] = []
        /// The name of the page that the row leads to; nil for none.
        public var link: String?

        /// Makes a row; what has a default may be left out.
        public init(_ name: String, type: String = "", doc: String, limits: [String] = [], link: String? = nil) {
            (self.name, self.type, self.doc, self.limits, self.link) = (name, type, doc, limits, link)
        }
    }

    /// Makes a page whose heading is `title`, or the name where that is nil.
    public init(_ name: String, title: String? = nil, doc: String, sections: [Section] = []) {
        (self.name, self.title, self.doc, self.sections) = (name, title ?? name, doc, sections)
    }

    /// Makes a page of Markdown that begins with a heading.
    public init(_ name: String, guide: String) {
        let lines = guide.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let title = String(lines[0].drop { $0 == "#" || $0 == " " })
        self.init(name, title: title, doc: lines.count > 1 ? trimmed(String(lines[1])) : "")
        (written, screen) = (guide, ProseBlock.blocks(of: guide).screen())
    }

    /// The first sentence of `doc`, for lists.
    public var summary: String {
        if written != nil, case .paragraph(let text)? = ProseBlock.blocks(of: doc).first { return text.firstSentence }
        // Of a table that says nothing of itself, its fields do.
        guard doc.isEmpty, let rows = sections.first?.rows, !rows.isEmpty else { return doc.firstSentence }
        return "Has " + rows.prefix(4).map(\.name).joined(separator: ", ") + (rows.count > 4 ? ", …" : "")
    }

    /// The page for a terminal.
    public var text: String {
        if let screen { return screen }
        var lines = [title]
        if !doc.isEmpty { lines.append(doc) }
        // Code would run into the parameters, which are indented too.
        if endsWithCode { lines.append("") }
        for section in sections where !section.rows.isEmpty {
            if !section.title.isEmpty { lines += ["", "\(section.title):"] }
            let width = section.rows.map { $0.name.count }.max() ?? 0
            for row in section.rows { lines += row.lines(width) }
        }
        if let source { lines.append("  source: \(source)") }
        return lines.joined(separator: "\n")
    }
}

extension Page.Row {
    fileprivate func lines(_ width: Int) -> [String] {
        let parts = [type, doc].filter { !$0.isEmpty }
        let first = parts.isEmpty ? "  \(name)" : "  \(padded(name, to: width))  \(parts.joined(separator: "  "))"
        return [first] + limits.map { String(repeating: " ", count: width + 4) + $0 }
    }
}

extension Page {
    private var endsWithCode: Bool { doc.split(separator: "\n").last?.hasPrefix("    ") == true }
}

/// Pages that belong together: a file of the site, a chapter of the Markdown.
public struct Chapter: Sendable {
    /// The name of the file on the site, without its ending.
    public var file: String
    /// The heading under which the index lists it.
    public var group: String
    /// The heading of the chapter, which the index shows too.
    public var title: String
    /// What the chapter is about, in Markdown; may be empty.
    public var doc: String
    /// The pages in the order of reading.
    public var pages: [Page]

    /// Whether it is one guide, which has a heading of its own.
    var isGuide: Bool { pages.count == 1 && pages[0].written != nil }

    /// Makes a chapter; the index lists it under the heading `group`.
    public init(_ title: String, file: String, group: String, doc: String = "", pages: [Page]) {
        (self.title, self.file, self.group, self.doc, self.pages) = (title, file, group, doc, pages)
    }
}
