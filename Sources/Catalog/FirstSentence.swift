extension String {
    /// The first sentence of the text, or its first line when no sentence ends there.
    package var firstSentence: String {
        let line = split(separator: "\n").first.map(String.init) ?? ""
        var rest = line[...]
        while let end = rest.firstIndex(of: ".") {
            let next = line.index(after: end)
            if next == line.endIndex || line[next] == " " { return String(line[...end]) }
            rest = line[next...]
        }
        return line
    }
}
