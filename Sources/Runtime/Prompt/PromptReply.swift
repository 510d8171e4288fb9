/// What a line came to.
public enum PromptReply: Hashable, Sendable {
    case nothing
    /// More lines have to follow.
    case needsMore
    case shown(PromptText)
    /// What went wrong, for people.
    case failed(String)
    /// Ctrl-C ended it; whoever shows this sees to a `^C` in front.
    case stopped(String)
    case leave
}

/// Something to show: text as it is, or what whoever shows it fits to the screen.
public enum PromptText: Hashable, Sendable {
    case text(String)
    /// Text for reading, whose long lines may be wrapped.
    case page(String)
    case table(PromptTable)

    /// As plain text of any width.
    public var plain: String {
        switch self {
        case .text(let text), .page(let text): text
        case .table(let table): table.plain
        }
    }
}

/// Records as rows.
public struct PromptTable: Hashable, Sendable {
    public enum Cell: Hashable, Sendable {
        case none
        case text(String)
        case number(String)

        public var text: String {
            switch self {
            case .none: ""
            case .text(let text), .number(let text): text
            }
        }
    }

    public var headers: [String]
    public var rows: [[Cell]]
    /// Said under the rows.
    public var note: String

    var plain: String {
        let lines = [headers] + rows.map { $0.map(\.text) }
        let widths = headers.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        let texts = lines.map { line in
            let cells = zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return trimmed(cells.joined(separator: "  "))
        }
        return (texts + [note]).joined(separator: "\n")
    }
}

/// Without blanks at the end.
func trimmed(_ text: some StringProtocol) -> String {
    guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(text[...last].drop { $0.isWhitespace })
}
