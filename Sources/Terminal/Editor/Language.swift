/// Whether Enter runs the text.
public enum Completeness: Hashable, Sendable {
    case complete
    /// More has to follow. `indentation` starts the next line.
    case incomplete(indentation: String)
}

/// One way to go on at the cursor.
public struct Candidate: Hashable, Sendable {
    /// What takes the place of the completed range.
    public let text: String
    /// What the list shows; may be shorter than `text`.
    public let display: String
    /// Shown dim behind it: a type, a meaning.
    public let explanation: String

    public init(_ text: String, display: String? = nil, explanation: String = "") {
        self.text = text
        self.display = display ?? text
        self.explanation = explanation
    }
}

/// The answer to Tab.
public struct Completion: Hashable, Sendable {
    /// What the candidates replace, in UTF-8 bytes; ends at the cursor as a rule.
    public let range: Range<Int>
    public let candidates: [Candidate]

    public init(range: Range<Int>, candidates: [Candidate]) {
        self.range = range
        self.candidates = candidates
    }
}

/// Dim text after the cursor.
public struct Hint: Hashable, Sendable {
    public let shown: String
    /// What Right or End puts into the line; `nil` for a hint that only informs, such as an argument list.
    public let accepted: String?

    public init(_ shown: String, accepted: String? = nil) {
        self.shown = shown
        self.accepted = accepted
    }
}

/// What the editor knows about the text it edits. Texts come with cursors in UTF-8 bytes; every function must be quick,
/// as most are asked after each key.
public struct Language {
    public var completeness: (_ text: String) -> Completeness
    /// Spans in order, not overlapping. What no span covers is plain.
    public var highlight: (_ text: String) -> [StyledSpan]
    public var complete: (_ text: String, _ cursor: Int) -> Completion?
    /// How far the line in the range should be indented, asked when Enter leaves it; `nil` for as it is.
    public var indentation: (_ text: String, _ line: Range<Int>) -> String?
    public var hint: (_ text: String, _ cursor: Int) -> Hint?

    public init(
        completeness: @escaping (String) -> Completeness = { _ in .complete },
        highlight: @escaping (String) -> [StyledSpan] = { _ in [] },
        complete: @escaping (String, Int) -> Completion? = { _, _ in nil },
        indentation: @escaping (String, Range<Int>) -> String? = { _, _ in nil },
        hint: @escaping (String, Int) -> Hint? = { _, _ in nil }
    ) {
        self.completeness = completeness
        self.highlight = highlight
        self.complete = complete
        self.indentation = indentation
        self.hint = hint
    }
}
