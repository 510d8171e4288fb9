/// Everything the editor shows at one moment.
struct EditorView {
    var prompt: LinePrompt
    var buffer: TextBuffer
    var spans: [StyledSpan] = []
    var hint = ""
    /// Rows under the text: a completion list, the search.
    var below: [Row] = []
}

/// Rows ready for the screen, and where the cursor stands among them.
struct Frame: Equatable {
    var rows: [Row]
    var cursorRow: Int
    var cursorColumn: Int
}

/// Places text on the screen: wraps lines, and shows a window of them when they are more than the screen holds.
struct Layout {
    let palette: Palette
    /// The first row shown, kept from frame to frame so that the text stands still while the cursor moves in the window.
    private var top = 0
    private var measured = RowCounts()

    init(palette: Palette) {
        self.palette = palette
    }

    /// The frame for a screen of `size`: the part of the text around the cursor, and what is below it.
    mutating func frame(_ view: EditorView, size: TerminalSize) -> Frame {
        // On a tiny screen the text comes before the list.
        var view = view
        view.below = Array(view.below.prefix(size.rows - 1))
        let lines = LineRanges(view.buffer.text)
        let height = max(1, size.rows - view.below.count)
        let counts = rowCounts(view, lines, columns: size.columns)
        let cursor = cursorPlace(view, lines, counts, columns: size.columns)
        let total = max(counts.reduce(0, +), cursor.row + 1)
        top = min(max(min(top, cursor.row), cursor.row - height + 1), max(0, total - height))
        let window = top..<min(top + height, total)
        let rows = visibleRows(view, lines, counts, window: window, columns: size.columns)
        return Frame(rows: rows + view.below, cursorRow: cursor.row - top, cursorColumn: cursor.column)
    }

    /// The whole text, however tall, as it stays on the screen once it is accepted.
    mutating func wholeText(_ view: EditorView, columns: Int) -> Frame {
        top = 0
        var view = view
        (view.below, view.hint) = ([], "")
        return frame(view, size: TerminalSize(columns: columns, rows: .max / 2))
    }

    // MARK: Parts

    private mutating func rowCounts(_ view: EditorView, _ lines: LineRanges, columns: Int) -> [Int] {
        measured.prepare(columns: columns)
        return lines.ranges.indices.map { index in
            measured.rows(of: view.buffer, lines.ranges[index], prefix: prefix(view, index))
        }
    }

    private func prefix(_ view: EditorView, _ line: Int) -> String {
        line == 0 ? view.prompt.text : view.prompt.continuation
    }

    private func cursorPlace(
        _ view: EditorView, _ lines: LineRanges, _ counts: [Int], columns: Int
    ) -> (row: Int, column: Int) {
        let line = lines.index(of: view.buffer.cursor)
        var builder = RowBuilder(columns: columns, palette: Palette(isColored: false))
        builder.add(prefix(view, line), .plain)
        builder.add(view.buffer[lines.ranges[line].lowerBound..<view.buffer.cursor], .plain)
        // A wide character that no longer fits takes the cursor with it to the next row.
        if builder.room == 1, let next = view.buffer.character(at: view.buffer.cursor), startsWide(next) {
            return (counts[..<line].reduce(0, +) + builder.place.row + 1, 0)
        }
        return (counts[..<line].reduce(0, +) + builder.place.row, builder.place.column)
    }

    private func visibleRows(
        _ view: EditorView, _ lines: LineRanges, _ counts: [Int], window: Range<Int>, columns: Int
    ) -> [Row] {
        var rows: [Row] = []
        var first = 0
        for line in lines.ranges.indices where first < window.upperBound {
            let next = first + counts[line]
            if next > window.lowerBound || line == lines.ranges.count - 1 {
                let built = self.rows(view, lines, line: line, columns: columns)
                rows += built[max(0, min(window.lowerBound - first, built.count))...]
            }
            first = next
        }
        // The cursor behind a full last row stands on a row that has no text yet.
        while rows.count < window.count { rows.append(Row()) }
        return Array(rows.prefix(window.count))
    }

    private func rows(_ view: EditorView, _ lines: LineRanges, line: Int, columns: Int) -> [Row] {
        let range = lines.ranges[line]
        var builder = RowBuilder(columns: columns, palette: palette)
        builder.add(prefix(view, line), line == 0 ? .prompt : .hint)
        var spans = SpanReader(view.spans, from: range.lowerBound)
        var offset = range.lowerBound
        for character in view.buffer[range] {
            builder.add(character, spans.role(at: offset))
            offset += character.utf8.count
        }
        if range.contains(view.buffer.cursor) || range.upperBound == view.buffer.cursor {
            addHint(view.hint, isBehindCursor: range.upperBound == view.buffer.cursor, to: &builder)
        }
        builder.endRow()
        return builder.rows
    }

    /// Hints are cut to their row: they never push text around.
    private func addHint(_ hint: String, isBehindCursor: Bool, to builder: inout RowBuilder) {
        guard !hint.isEmpty else { return }
        let shown = cut((isBehindCursor ? "" : "  ") + hint, to: builder.room - 1)
        builder.add(shown, .hint)
    }
}

/// Where the lines of a text begin and end, without their line breaks.
struct LineRanges {
    private(set) var ranges: [Range<Int>] = []

    init(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
                ranges.append(start..<offset)
                start = offset + 1
            }
            ranges.append(start..<bytes.count)
        }
    }

    func index(of offset: Int) -> Int {
        ranges.firstIndex { offset <= $0.upperBound } ?? ranges.count - 1
    }
}

/// Reads roles off spans while offsets go up.
private struct SpanReader {
    private let spans: [StyledSpan]
    private var next: Int

    init(_ spans: [StyledSpan], from offset: Int) {
        self.spans = spans
        var (low, high) = (0, spans.count)
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].range.upperBound <= offset { low = middle + 1 } else { high = middle }
        }
        next = low
    }

    mutating func role(at offset: Int) -> Role {
        while next < spans.count, spans[next].range.upperBound <= offset { next += 1 }
        guard next < spans.count, spans[next].range.contains(offset) else { return .plain }
        return spans[next].role
    }
}
