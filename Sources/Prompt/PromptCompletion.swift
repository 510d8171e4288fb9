/// What Tab offers: candidates for a part of the text that ends at the cursor.
public struct PromptCompletion: Hashable, Sendable {
    public struct Candidate: Hashable, Sendable {
        public var text: String
        /// What the list shows.
        public var display: String
        /// A type, a meaning, a signature.
        public var explanation: String

        init(_ text: String, display: String? = nil, _ explanation: String = "") {
            (self.text, self.display, self.explanation) = (text, display ?? text, explanation)
        }
    }

    /// In UTF-8 bytes.
    public var range: Range<Int>
    public var candidates: [Candidate]

    /// Nil when nothing is left to offer.
    init?(_ range: Range<Int>, _ candidates: [Candidate], matching typed: String) {
        let fitting = candidates.filter { $0.text.hasPrefix(typed) && $0.text != typed }
        guard !fitting.isEmpty else { return nil }
        (self.range, self.candidates) = (range, fitting)
    }
}
