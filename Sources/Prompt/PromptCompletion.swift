/// What Tab offers: candidates for a part of the text that ends at the cursor.
public struct PromptCompletion: Hashable, Sendable {
    /// One thing that may be put in the place of what was typed.
    public struct Candidate: Hashable, Sendable {
        /// The text that replaces the range.
        public var text: String
        /// How the list shows it, usually as `text`.
        public var display: String
        /// What the list shows behind it: a type, a meaning or a signature; may be empty.
        public var explanation: String

        init(_ text: String, display: String? = nil, _ explanation: String = "") {
            (self.text, self.display, self.explanation) = (text, display ?? text, explanation)
        }
    }

    /// The part of the text that a candidate replaces, in UTF-8 bytes; it ends at the cursor.
    public var range: Range<Int>
    /// What can stand there, at least one.
    public var candidates: [Candidate]

    /// Keeps the candidates that begin with `typed` and go on; nil when there is none.
    init?(_ range: Range<Int>, _ candidates: [Candidate], matching typed: String) {
        let fitting = candidates.filter { $0.text.hasPrefix(typed) && $0.text != typed }
        guard !fitting.isEmpty else { return nil }
        (self.range, self.candidates) = (range, fitting)
    }
}
