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
    public var sections: [Section] = []
    /// Where its text is, for a function written in Lua.
    public var source: String?
    /// How a terminal shows it where that is not derived from the rest.
    public var screen: String?

    /// A table of the page.
    public struct Section: Sendable {
        /// Empty for the first, which needs none.
        public var title: String
        public var rows: [Row]

        public init(_ title: String = "", _ rows: [Row]) { (self.title, self.rows) = (title, rows) }
    }

    /// A parameter, a field, an option, or a name with its first sentence.
    public struct Row: Sendable {
        public var name: String
        /// LuaCATS type and whether it must be given.
        public var type = ""
        public var doc: String
        public var limits: [String] = []
        /// The page that the name leads to.
        public var link: String?

        public init(_ name: String, type: String = "", doc: String, limits: [String] = [], link: String? = nil) {
            (self.name, self.type, self.doc, self.limits, self.link) = (name, type, doc, limits, link)
        }
    }

    public init(_ name: String, title: String? = nil, doc: String, sections: [Section] = []) {
        (self.name, self.title, self.doc, self.sections) = (name, title ?? name, doc, sections)
    }

    /// What it is in one sentence.
    public var summary: String { doc.firstSentence }

    /// The page for a terminal.
    public var text: String {
        if let screen { return screen }
        var lines = [title]
        if !doc.isEmpty { lines.append(doc) }
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

/// Pages that belong together: a file of the site, a chapter of the Markdown.
public struct Chapter: Sendable {
    /// Of the file, without its ending.
    public var file: String
    /// The heading under which the index lists it.
    public var group: String
    public var title: String
    public var doc: String
    public var pages: [Page]

    public init(_ title: String, file: String, group: String, doc: String = "", pages: [Page]) {
        (self.title, self.file, self.group, self.doc, self.pages) = (title, file, group, doc, pages)
    }
}
