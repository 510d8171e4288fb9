import Text

/// The list under the line after Tab. Nothing is chosen at first; each further Tab goes one candidate on.
struct CompletionMenu {
    /// The buffer before a candidate was tried.
    let original: TextBuffer
    private let completion: Completion
    private(set) var selected: Int?

    init(_ completion: Completion, original: TextBuffer) {
        self.completion = completion
        self.original = original
    }

    mutating func select(by step: Int) {
        let count = completion.candidates.count
        selected = ((selected ?? (step > 0 ? -1 : 0)) + step + count) % count
    }

    /// The buffer with the chosen candidate in it.
    var applied: TextBuffer {
        guard let selected else { return original }
        var buffer = original
        buffer.replace(completion.range, with: completion.candidates[selected].text)
        return buffer
    }

    // MARK: Rows

    /// How many rows the list takes at most: half of the screen, and no more than a reader looks through.
    static func height(in size: TerminalSize) -> Int { max(1, min(12, size.rows / 2)) }

    /// The list in at most `height` rows, around the chosen candidate.
    func rows(columns: Int, height: Int, palette: Palette) -> [Row] {
        let cells = completion.candidates.indices.map { label($0) }
        let isGrid = completion.candidates.allSatisfy { $0.explanation.isEmpty }
        let widest = min(cells.map { displayWidth($0) }.max() ?? 0, max(1, columns - 1))
        let across = isGrid ? max(1, (columns + 1) / (widest + 2)) : 1
        let lines = stride(from: 0, to: cells.count, by: across).map { Array($0..<min($0 + across, cells.count)) }
        let shown = window(of: lines.count, height: height, around: (selected ?? 0) / across)
        var rows = lines[shown].map { line in
            row(line.map { (cells[$0], $0) }, width: widest, columns: columns, palette: palette)
        }
        let hidden = cells.count - lines[shown].reduce(0) { $0 + $1.count }
        if hidden > 0 { rows.append(note("… \(hidden) more", columns: columns, palette: palette)) }
        return rows
    }

    /// The candidate's text with a mark if it is chosen, since colours may be off.
    private func label(_ index: Int) -> String {
        (index == selected ? "> " : "  ") + cleaned(completion.candidates[index].display, limit: 200)
    }

    private func window(of count: Int, height: Int, around line: Int) -> Range<Int> {
        guard count > height else { return 0..<count }
        let height = max(1, height - 1)
        let first = max(0, min(line - height / 2, count - height))
        return first..<first + height
    }

    private func row(_ cells: [(String, Int)], width: Int, columns: Int, palette: Palette) -> Row {
        var builder = RowBuilder(columns: columns, palette: palette)
        for (text, index) in cells {
            let text = cut(text, to: min(width, builder.room - 1))
            builder.add(text, index == selected ? .selection : .plain)
            let padding = width + 2 - displayWidth(text)
            builder.add(String(repeating: " ", count: max(0, min(padding, builder.room - 1))), .plain)
            let explanation = cleaned(completion.candidates[index].explanation, limit: 500)
            builder.add(cut(explanation, to: max(0, builder.room - 1)), .hint)
        }
        builder.endRow()
        return builder.rows.first ?? Row()
    }

    private func note(_ text: String, columns: Int, palette: Palette) -> Row {
        var builder = RowBuilder(columns: columns, palette: palette)
        builder.add(cut("  " + text, to: columns - 1), .hint)
        builder.endRow()
        return builder.rows.first ?? Row()
    }
}

extension Completion {
    /// The text that all candidates begin with, if it is longer than what is already there.
    func commonExtension(in buffer: TextBuffer) -> String? {
        guard let first = candidates.first?.text else { return nil }
        let common = candidates.dropFirst().reduce(first) { commonPrefix($0, $1.text) }
        let present = buffer[range]
        return common.utf8.count > present.utf8.count && common.hasPrefix(present) ? common : nil
    }
}

private func commonPrefix(_ left: String, _ right: String) -> String {
    String(zip(left, right).prefix { $0 == $1 }.map(\.0))
}
