extension String {
    /// The text up to the first full stop, of the first paragraph of a doc comment, in one line.
    package var firstSentence: String {
        let lines = split(separator: "\n", omittingEmptySubsequences: false)
        // An empty line, an example or a list ends the paragraph.
        let more = lines.dropFirst().prefix { !$0.isEmpty && !$0.hasPrefix("    ") && !$0.hasPrefix("- ") }
        let paragraph = (lines.prefix(1) + more).joined(separator: " ")
        var rest = paragraph[...]
        while let end = rest.firstIndex(of: ".") {
            let next = paragraph.index(after: end)
            if next == paragraph.endIndex || paragraph[next] == " " { return String(paragraph[...end]) }
            rest = paragraph[next...]
        }
        return paragraph
    }
}
