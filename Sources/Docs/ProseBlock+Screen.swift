import Text

/// Prose for a terminal.
extension [ProseBlock] {
    /// The blocks in lines of at most `columns`, below their headings, which stand at the margin.
    package func screen(columns: Int = 80) -> String {
        var parts: [String] = []
        for block in self {
            // What a heading is about follows it at once.
            let isBelowHeading = parts.last == ""
            if isBelowHeading { parts.removeLast() }
            if !parts.isEmpty, !isBelowHeading { parts.append("") }
            parts += block.lines(columns)
            if case .heading = block { parts.append("") }
        }
        return trimmed(parts.joined(separator: "\n"))
    }
}

extension ProseBlock {
    private static let margin = 2

    fileprivate func lines(_ columns: Int) -> [String] {
        let inner = String(repeating: " ", count: Self.margin)
        switch self {
        case .heading(let text, let level): return [level > 2 ? " \(text)" : text]
        case .paragraph(let text): return filled(text, first: inner, rest: inner, columns)
        case .code(let text, _):
            return text.split(separator: "\n", omittingEmptySubsequences: false).map {
                $0.isEmpty ? "" : "\(inner)    \($0)"
            }
        case .list(let items): return items.flatMap { filled($0, first: "\(inner)- ", rest: "\(inner)  ", columns) }
        case .steps(let items):
            return items.enumerated().flatMap { index, item in
                filled(item, first: "\(inner)\(index + 1). ", rest: "\(inner)   ", columns)
            }
        case .table(let head, let rows): return ProseBlock.terms(tableTerms(head, rows)).lines(columns)
        case .terms(let terms):
            return terms.flatMap { term in
                filled(term.name, first: inner, rest: "\(inner)  ", columns)
                    + filled(term.words.joined(separator: " "), first: "\(inner)    ", rest: "\(inner)    ", columns)
            }
        }
    }
}

/// A table's rows as terms: the first cell is the name. What columns hold is named by their heads, in capital letters above where
/// there are two.
func tableTerms(_ head: [String], _ rows: [[String]]) -> [ProseBlock.Term] {
    let heads = head.count == 2 ? [ProseBlock.Term(head[0].uppercased(), [head[1].uppercased()])] : []
    return heads
        + rows.map { row in
            let cells = zip(head, row).dropFirst().filter { !$0.1.isEmpty }
            return ProseBlock.Term(row.first ?? "", cells.map { head.count > 2 ? "\($0.0): \($0.1)." : $0.1 })
        }
}

/// A text's words in lines of at most `columns`, a longer word in a line of its own.
func filled(_ text: String, first: String, rest: String, _ columns: Int) -> [String] {
    let words = text.split(separator: " ")
    guard let start = words.first else { return [] }
    var lines = [first + start]
    for word in words.dropFirst() {
        if lines[lines.count - 1].count + 1 + word.count <= columns {
            lines[lines.count - 1] += " " + word
        } else {
            lines.append(rest + word)
        }
    }
    return lines
}
