import Text

/// The reference as Markdown.
extension Reference {
    /// The whole reference as one text, chapter after chapter.
    public var markdown: String {
        (["# cph: the reference"] + chapters.map(markdown)).joined(separator: "\n\n") + "\n"
    }

    private func markdown(_ chapter: Chapter) -> String {
        // A guide has a heading of its own.
        let head = chapter.isGuide ? [] : ["## \(chapter.title)", chapter.doc].filter { !$0.isEmpty }
        return (head + chapter.pages.map { $0.markdown(level: chapter.isGuide ? 2 : 3) }).joined(separator: "\n\n")
    }
}

extension Page {
    /// The page with a heading of `level`.
    public func markdown(level: Int = 1) -> String {
        if let written { return Self.lowered(written, by: level - 1) }
        var parts = ["\(String(repeating: "#", count: level)) `\(title)`"]
        if !doc.isEmpty { parts.append(doc) }
        for section in sections where !section.rows.isEmpty {
            if !section.title.isEmpty { parts.append("**\(section.title)**") }
            parts.append(section.rows.map(\.markdown).joined(separator: "\n"))
        }
        if let source { parts.append("Source: `\(source)`") }
        return parts.joined(separator: "\n\n")
    }

    /// Markdown whose headings stand so many levels lower. What begins with `#` in code is none.
    private static func lowered(_ text: String, by levels: Int) -> String {
        var isFenced = false
        let lines = trimmed(text).split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            if line.hasPrefix("```") { isFenced.toggle() }
            return (line.hasPrefix("#") && !isFenced ? String(repeating: "#", count: levels) : "") + line
        }
        return lines.joined(separator: "\n")
    }
}

extension Page.Row {
    fileprivate var markdown: String {
        let head = [name.isEmpty ? "" : "`\(name)`", type.isEmpty ? "" : "*\(escaped(type))*"].filter { !$0.isEmpty }
        let words = (doc.isEmpty ? [] : [doc]) + limits
        let line = [head.joined(separator: " "), words.joined(separator: "; ")].filter { !$0.isEmpty }
        return "- " + line.joined(separator: ": ")
    }

    /// Escapes the characters that would end an emphasis, or begin a tag or another cell.
    private func escaped(_ text: String) -> String {
        text.map { "*_<>|".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}
