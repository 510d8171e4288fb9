/// `text` with lines broken between words where they are longer than the screen is wide.
///
/// What is broken off stands below the text it belongs to: behind a column of names, if the line has one, else a little
/// further in than its line.
///
/// - Parameter columns: The screen's width; nil leaves the text as it is.
public func wrapped(_ text: String, to columns: Int?) -> String {
    guard let columns, columns > 0 else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.indices.map { index in
        // A caret points at a column of the line above it.
        if isCaret(lines[index]), index > 0 { return pointed(lines[index - 1], lines[index], columns).caret }
        if index + 1 < lines.count, isCaret(lines[index + 1]) {
            return pointed(lines[index], lines[index + 1], columns).line
        }
        return wrappedLine(lines[index], to: columns)
    }.joined(separator: "\n")
}

/// `text`, which is one line, as lines of at most `columns`: broken between words, and words that are wider within themselves. What
/// goes on stands a little further in. Of more than `most` lines the last one ends with an ellipsis.
func folded(_ text: String, to columns: Int, most: Int) -> [String] {
    var lines = wrapped(text, to: columns).split(separator: "\n", omittingEmptySubsequences: false).flatMap {
        broken($0, at: columns)
    }
    if lines.count > most {
        let rest = lines[(most - 1)...].joined(separator: " ")
        lines = lines.prefix(most - 1) + [cut(rest, to: columns)]
    }
    return lines
}

/// A line broken wherever it is too wide.
private func broken(_ line: Substring, at columns: Int) -> [String] {
    var (parts, current, width): ([String], String, Int) = ([], "", 0)
    for character in line {
        let next = displayWidth(character)
        if width + next > columns, !isBlank(current) {
            parts.append(current)
            (current, width) = ("  ", 2)
        }
        current.append(character)
        width += next
    }
    return parts + [current]
}

/// A line with a caret under it, cut on both sides so that what the caret points at is seen.
private func pointed(_ line: Substring, _ caret: Substring, _ columns: Int) -> (line: String, caret: String) {
    guard displayWidth(String(line)) > columns else { return (String(line), String(caret)) }
    let start = caret.prefix { $0 != "^" }.count
    let margin = line.firstIndex(of: "|").map { line.distance(from: line.startIndex, to: $0) + 2 } ?? 0
    let hidden = start < columns - 2 ? 0 : max(0, start - (margin + columns) / 2)
    let head = hidden > 0 ? String(line.prefix(margin)) + "…" : ""
    // The ellipsis takes the place of one column; a wide character that would be halved leaves a blank.
    let skipped = hidden > 0 ? margin + hidden + 1 : 0
    var (rest, column) = (line[...], 0)
    while column < skipped, let character = rest.popFirst() { column += displayWidth(character) }
    let shown = head + String(repeating: " ", count: column - skipped) + rest
    let mark = String(repeating: " ", count: start - hidden) + caret.drop { $0 != "^" }
    return (cut(shown, to: columns), String(mark.prefix(columns)))
}

private func wrappedLine(_ line: Substring, to columns: Int) -> String {
    guard displayWidth(String(line)) > columns else { return String(line) }
    let indent = String(repeating: " ", count: hangingIndent(line, columns))
    var lines: [String] = []
    var current = ""
    for (position, word) in line.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
        let longer = position == 0 ? String(word) : current + " " + word
        if displayWidth(longer) <= columns || isBlank(current) {
            current = longer
        } else {
            lines.append(withoutBlanksAtEnd(current))
            current = indent + word
        }
    }
    return (lines + [current]).joined(separator: "\n")
}

/// Where the second column begins (two blanks stand before it), unless that leaves too little room.
private func hangingIndent(_ line: Substring, _ columns: Int) -> Int {
    let margin = line.prefix { $0 == " " }.count
    let rest = line.dropFirst(margin)
    var name = 0
    var blanks = 0
    for character in rest {
        if character != " ", blanks >= 2 {
            let start = margin + name + blanks
            return start <= columns / 2 ? start : margin + 2
        }
        if character == " " {
            blanks += 1
        } else {
            name += blanks + displayWidth(character)
            blanks = 0
        }
    }
    return min(margin + 2, columns / 2)
}

private func isCaret(_ line: Substring) -> Bool {
    line.utf8.contains(UInt8(ascii: "^")) && line.utf8.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "^") }
}

private func isBlank(_ text: String) -> Bool { text.utf8.allSatisfy { $0 == UInt8(ascii: " ") } }

private func withoutBlanksAtEnd(_ text: String) -> String {
    guard let last = text.lastIndex(where: { $0 != " " }) else { return "" }
    return String(text[...last])
}
