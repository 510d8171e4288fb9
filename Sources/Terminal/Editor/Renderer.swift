/// Turns frames into the bytes that change the screen from the last frame to the next.
///
/// Knows where it drew: row 0 of a frame is where the prompt began, and moves are relative to it, so that nothing above the
/// prompt is ever touched.
struct Renderer {
    private var shown: Frame?
    private var columns = 0

    private static let clearDown = "\u{1B}[J"
    private static let clearRight = "\u{1B}[K"

    /// Begins a prompt on a fresh row: if the program left the cursor behind unfinished output, that output keeps its row
    /// and is marked, as the mark and its blanks wrap only then.
    static func freshRow(columns: Int, palette: Palette) -> String {
        let mark = palette.paint("⏎", .hint)
        return mark + String(repeating: " ", count: max(0, columns - 1)) + "\r" + clearRight
    }

    mutating func draw(_ frame: Frame, columns: Int) -> String {
        guard let shown else { return drawWhole(frame, columns: columns) }
        defer { self.shown = frame }
        var pen = Pen(row: shown.cursorRow, column: shown.cursorColumn, height: shown.rows.count)
        for (index, row) in frame.rows.enumerated() where index >= shown.rows.count || shown.rows[index] != row {
            pen.move(toRow: index)
            pen.write(row, clearing: row.width < columns)
        }
        if shown.rows.count > frame.rows.count {
            pen.move(toRow: frame.rows.count)
            pen.move(toColumn: 0)
            pen.output += Self.clearDown
        }
        pen.move(toRow: frame.cursorRow)
        pen.move(toColumn: frame.cursorColumn)
        return pen.isQuiet ? pen.output : atOnce(pen.output)
    }

    /// Takes the frame off the screen; the cursor stands where the prompt began.
    mutating func erase() -> String {
        defer { shown = nil }
        guard let shown else { return "" }
        return up(shown.cursorRow) + "\r" + Self.clearDown
    }

    /// Leaves `frame` on the screen for good and the cursor on the row below.
    mutating func finish(_ frame: Frame, columns: Int) -> String {
        let output = erase() + drawWhole(frame, columns: columns)
        defer { shown = nil }
        return output + down(frame.rows.count - 1 - frame.cursorRow) + "\r\n"
    }

    /// As `erase()` after the window got narrower: most terminals have wrapped the rows that no longer fit.
    mutating func eraseAfterResize(columns: Int) -> String {
        defer { shown = nil }
        guard let shown, columns > 0 else { return "" }
        func height(_ width: Int) -> Int { max(1, (width + columns - 1) / columns) }
        let above = shown.rows.prefix(shown.cursorRow).reduce(0) { $0 + height($1.width) }
        return up(above + shown.cursorColumn / columns) + "\r" + Self.clearDown
    }

    /// Empties the screen; the next frame is drawn at its top.
    mutating func clearScreen() -> String {
        shown = nil
        return "\u{1B}[H\u{1B}[2J"
    }

    private mutating func drawWhole(_ frame: Frame, columns: Int) -> String {
        shown = frame
        let text = frame.rows.map { $0.text + ($0.width < columns ? Self.clearRight : "") }.joined(separator: "\r\n")
        let back = up(frame.rows.count - 1 - frame.cursorRow) + "\r" + right(frame.cursorColumn)
        return atOnce(text + back)
    }

    /// Marks output so that terminals which can hold their picture until all of it is there do so; others ignore the
    /// marks.
    private func atOnce(_ output: String) -> String {
        "\u{1B}[?2026h\u{1B}[?25l" + output + "\u{1B}[?25h\u{1B}[?2026l"
    }
}

/// Writes rows while keeping count of where the cursor is.
private struct Pen {
    var output = ""
    private(set) var row: Int
    private var column: Int?
    private var height: Int
    private var rowsWritten = 0

    init(row: Int, column: Int, height: Int) {
        (self.row, self.column, self.height) = (row, column, height)
    }

    /// Whether so little was written that it needs no protection against tearing.
    var isQuiet: Bool { rowsWritten < 2 }

    mutating func move(toRow target: Int) {
        guard target != row else { return }
        if target < row {
            output += up(row - target)
        } else {
            // Rows that were never drawn may lie below the screen's edge; a line feed makes room, a move would not.
            output += down(min(target, height - 1) - row)
            for _ in max(height - 1, row)..<max(target, max(height - 1, row)) {
                output += "\r\n"
                column = 0
            }
            height = max(height, target + 1)
        }
        row = target
    }

    mutating func move(toColumn target: Int) {
        guard target != column else { return }
        output += "\r" + right(target)
        column = target
    }

    mutating func write(_ content: Row, clearing: Bool) {
        output += (column == 0 ? "" : "\r") + content.text + (clearing ? "\u{1B}[K" : "")
        // Unknown rather than `width`: behind a full row the terminal is in a state between two rows.
        column = nil
        rowsWritten += 1
    }
}

private func up(_ rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)A" : "" }
private func down(_ rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)B" : "" }
private func right(_ columns: Int) -> String { columns > 0 ? "\u{1B}[\(columns)C" : "" }
