import Text

/// A page of the manual, as `man` shows it: the same text for `man`, and for `cph help`.
public struct ManualPage: Sendable {
    /// The page's name, without the section: `cph-ledger`.
    public var name: String
    /// The manual's section: 1 for commands, 5 for files, 7 for everything else.
    public var section: Int
    /// What it is about, in one line, without a full stop.
    public var summary: String
    /// How a command is called, a line for each way.
    public var synopsis: [String]
    /// Everything below the synopsis; headings of level 1 and 2 are the page's own, deeper ones stand inside these.
    public var body: [ProseBlock]
    /// The names of pages to read on in: `cph-policy(5)`.
    public var seeAlso: [String]

    /// Makes a page; a full stop at the end of `summary` is left out.
    public init(
        _ name: String, section: Int, summary: String, synopsis: [String] = [], body: [ProseBlock],
        seeAlso: [String] = []
    ) {
        (self.name, self.section, self.synopsis) = (name, section, synopsis)
        (self.body, self.seeAlso) = (body, seeAlso)
        self.summary = summary.hasSuffix(".") ? String(summary.dropLast()) : summary
    }

    /// The name of its file: `cph-ledger.1`.
    public var file: String { "\(name).\(section)" }

    /// The page as others name it: `cph-ledger(1)`.
    public var reference: String { "\(name)(\(section))" }

    /// Everything there is, under the headings that every manual has.
    private var blocks: [ProseBlock] {
        var all: [ProseBlock] = [.heading("Name", level: 2), .paragraph("\(name) - \(summary)")]
        if !synopsis.isEmpty { all += [.heading("Synopsis", level: 2), .code(synopsis.joined(separator: "\n"))] }
        if case .heading? = body.first {} else { all.append(.heading("Description", level: 2)) }
        all += body
        let others = seeAlso.filter { $0 != reference }
        if !others.isEmpty {
            all += [.heading("See also", level: 2), .paragraph(others.map { "`\($0)`" }.joined(separator: ", "))]
        }
        return all
    }

    /// The page for a terminal, in lines of at most 80 columns.
    public var text: String { blocks.map(\.withLargeHeading).screen() }

    /// The page as `man` reads it.
    ///
    /// - Parameters:
    ///   - version: Of the program, in the page's foot: `cph 0.1.0`.
    ///   - date: Of that version: `2026-12-01`.
    public func roff(version: String, date: String) -> String {
        let title = name.uppercased().roffEscaped
        var roff = Roff(".TH \(title) \(section) \"\(date)\" \"cph \(version.roffEscaped)\" \"cph\"")
        for block in blocks.map(\.withLargeHeading) { roff.append(block) }
        return roff.text
    }
}

extension ProseBlock {
    fileprivate var withLargeHeading: ProseBlock {
        guard case .heading(let text, level: let level) = self, level < 3 else { return self }
        // What is code stays as it is typed.
        let isCode = text.contains("`") || text.split(separator: " ").contains { $0.hasPrefix("--") }
        return .heading(isCode ? text : text.uppercased(), level: level)
    }
}
