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
    /// What the list shows dim behind it: a type or a meaning; may be empty.
    public let explanation: String

    /// Makes a candidate; the list shows `text` itself where `display` is nil.
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
    /// The candidates in the order in which Tab goes through them.
    public let candidates: [Candidate]

    /// Makes an answer; that `range` lies within the text is the caller's to see to.
    public init(range: Range<Int>, candidates: [Candidate]) {
        self.range = range
        self.candidates = candidates
    }
}

/// Dim text after the cursor.
public struct Hint: Hashable, Sendable {
    /// The dim text as it appears.
    public let shown: String
    /// What Right or End puts into the line; `nil` for a hint that only informs, such as an argument list.
    public let accepted: String?

    /// Makes a hint that only informs, unless `accepted` is given.
    public init(_ shown: String, accepted: String? = nil) {
        self.shown = shown
        self.accepted = accepted
    }
}

/// What the editor knows about the text it edits. Texts come with cursors in UTF-8 bytes; every function must be quick,
/// as most are asked after each key.
public struct Language {
    /// Decides at Enter whether the text runs or goes on in another line.
    public var completeness: (_ text: String) -> Completeness
    /// Colours the text by spans in order that do not overlap. What no span covers is plain.
    public var highlight: (_ text: String) -> [StyledSpan]
    /// Answers Tab; nil when there is nothing to propose at the cursor.
    public var complete: (_ text: String, _ cursor: Int) -> Completion?
    /// How far the line in the range should be indented, asked when Enter leaves it; `nil` for as it is.
    public var indentation: (_ text: String, _ line: Range<Int>) -> String?
    /// Finds the dim text for the end of the line; nil for none.
    public var hint: (_ text: String, _ cursor: Int) -> Hint?

    /// Makes a language whose every line is complete and plain, with nothing to propose, unless told otherwise.
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
