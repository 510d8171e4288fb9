/// The names of which somebody typed the last part alone: `add` is that of `cph.plan:add`.
public struct LastPart {
    private let word: String
    /// Whole names, sorted.
    public let names: [String]

    /// Looks for names that have `word` behind their last `.` or `:`, and for commands of commands (`cph ledger pay`).
    public init(_ word: String, among names: some Sequence<String>) {
        self.word = word
        self.names =
            word.isEmpty
            ? []
            : names.filter { name in
                let isCommand = name.hasPrefix("cph ") && name.hasSuffix(" \(word)")
                return name.hasSuffix(".\(word)") || name.hasSuffix(":\(word)") || isCommand
            }.sorted()
    }

    /// The name that is meant; nil where there is none, or another one as well.
    public var only: String? { names.count == 1 ? names[0] : nil }

    /// Says which there are; nil where there are not several.
    public var words: String? {
        names.count > 1 ? "several are called \(word): \(names.joined(separator: ", "))" : nil
    }
}
