import Text

/// What the prompt does after a line was entered: show something, ask for more, or end.
public enum PromptReply: Hashable, Sendable {
    /// The line has run and has no value to show.
    case nothing
    /// The text so far is the beginning of a chunk; the next line is added to it.
    case needsMore
    /// The line's value, or what a command has to say.
    case shown(PromptText)
    /// What went wrong, in words for people.
    case failed(String)
    /// Ctrl-C ended the line. Whoever shows the text puts `^C` in front, where the terminal has not shown one.
    case stopped(String)
    /// The prompt was told to end.
    case leave

    /// Whether there is something to see.
    public var showsSomething: Bool {
        switch self {
        case .shown, .failed, .stopped: true
        case .nothing, .needsMore, .leave: false
        }
    }
}

/// Something to show. A page or table is fitted to the screen by whoever shows it.
public enum PromptText: Hashable, Sendable {
    /// Text that is shown as it is.
    case text(String)
    /// Text for reading, whose long lines may be wrapped.
    case page(String)
    /// Rows whose columns are aligned and cut to the screen.
    case table(PromptTable)

    /// The text without colours, as wide as it comes.
    public var plain: String {
        switch self {
        case .text(let text), .page(let text): text
        case .table(let table): table.plain
        }
    }
}

/// Records as rows.
public struct PromptTable: Hashable, Sendable {
    /// The content of a cell; numbers go to the right of their column.
    public enum Cell: Hashable, Sendable {
        case none
        case text(String)
        case number(String)

        /// The content as it is shown, empty for none.
        public var text: String {
            switch self {
            case .none: ""
            case .text(let text), .number(let text): text
            }
        }
    }

    /// One title for each column.
    public var headers: [String]
    /// The cells of each record, as many as there are headers.
    public var rows: [[Cell]]
    /// A sentence shown under the rows, such as how many there are.
    public var note: String
    /// Whether all columns are shown, however wide the screen is.
    public var isWide = false

    /// Makes a table that is cut to the screen.
    public init(headers: [String], rows: [[Cell]], note: String) {
        (self.headers, self.rows, self.note) = (headers, rows, note)
    }

    var plain: String {
        let lines = [headers] + rows.map { $0.map(\.text) }
        let widths = headers.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        let texts = lines.map { line in
            let cells = zip(line, widths).map { padded($0, to: $1) }
            return trimmedAtEnd(cells.joined(separator: "  "))
        }
        return (texts + [note]).joined(separator: "\n")
    }
}
