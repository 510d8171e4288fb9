import Text

/// What a piece of text is, from which its colour follows. Callers name roles, never colours.
public enum Role: String, CaseIterable, Sendable {
    case plain
    case keyword, string, number, comment, constant, function, field, symbol
    case prompt, hint, selection, match
    case heading, emphasis, success, warning, error
}

/// A role for a range of a text, in UTF-8 bytes.
public struct StyledSpan: Hashable, Sendable {
    /// In UTF-8 bytes from the text's start.
    public let range: Range<Int>
    /// What the range is, from which its colour follows.
    public let role: Role

    /// Makes a span; that the range lies within a text is the caller's to see to.
    public init(_ range: Range<Int>, _ role: Role) {
        self.range = range
        self.role = role
    }
}

/// When text is coloured, as `--color` says.
public enum ColorChoice: String, CaseIterable, Sendable {
    case auto, always, never
}

/// Turns roles into colours, or leaves text as it is. Only the 16 colours every terminal's theme defines are used.
public struct Palette: Hashable, Sendable {
    /// Whether `paint` adds colours; false leaves every text as it is.
    public let isColored: Bool

    /// Makes a palette that colours, or not, whatever the environment says.
    public init(isColored: Bool) {
        self.isColored = isColored
    }

    /// - Parameter environment: Looks a variable up. `NO_COLOR`, if not empty, and `TERM=dumb` decide against colour.
    public init(_ choice: ColorChoice, isTerminal: Bool, environment: (String) -> String?) {
        let forbids = environment("NO_COLOR").map { !$0.isEmpty } ?? false
        let isDumb = isDumbTerminal(environment("TERM"))
        isColored =
            switch choice {
            case .always: true
            case .never: false
            case .auto: isTerminal && !forbids && !isDumb
            }
    }

    /// `text` in the colour of `role`. `text` must be clean; see `cleaned(_:limit:)`.
    public func paint(_ text: String, _ role: Role) -> String {
        let start = start(of: role)
        return start.isEmpty || text.isEmpty ? text : start + text + Palette.reset
    }

    static let reset = "\u{1B}[0m"

    func start(of role: Role) -> String {
        guard isColored, let code = Palette.codes[role] else { return "" }
        return "\u{1B}[\(code)m"
    }

    /// The bright blue: the plain one can hardly be read on black.
    private static let blue = "94"

    private static let codes: [Role: String] = [
        .keyword: "35", .string: "32", .number: "36", .comment: "90", .constant: "36", .function: blue, .field: blue,
        .prompt: "1", .hint: "2", .selection: "7", .match: "1;4",
        .heading: "1", .emphasis: "1", .success: "32", .warning: "33", .error: "1;31",
    ]
}

/// Whether a terminal of that `TERM` can't move the cursor.
public func isDumbTerminal(_ term: String?) -> Bool {
    term == nil || term == "" || term == "dumb"
}
