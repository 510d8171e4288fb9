@testable import Terminal

/// A terminal's screen: cells, a cursor, and the control sequences the editor may use. An unknown one fails the test by
/// showing up as text.
struct Screen: Sendable {
    private(set) var columns: Int
    private(set) var height: Int
    /// A cell is a grapheme; the second half of a wide one is an empty string.
    private var cells: [[Cell]]
    private(set) var row = 0
    private(set) var column = 0
    /// Rows that have left the screen at the top.
    private(set) var scrollback: [String] = []
    private(set) var isCursorVisible = true
    /// What a program can do to a screen so that what is written later is not seen as it is.
    private var disguise = Disguise()
    private var attributes = ""
    /// The last column was written and the next character wraps first.
    private var wrapsNext = false
    /// A sequence that was begun and goes on with what is written next.
    private var unfinished: [Unicode.Scalar] = []

    private struct Cell: Equatable {
        var text = " "
        var attributes = ""
    }

    private struct Disguise {
        var margins: ClosedRange<Int>?
        var isOther = false
        var inserts = false
        var stopsAtEdge = false
        /// G0 holds line graphics, or G1 does and is in use.
        var drawsLines = false
        /// The numbers of the colours that were changed, by their OSC.
        var colours: Set<String> = []
        var saved = (row: 0, column: 0)
    }

    init(columns: Int, rows: Int) {
        (self.columns, height) = (columns, rows)
        cells = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
    }

    // MARK: Reading

    /// The rows without blanks at their ends and without empty rows at the bottom.
    var text: String {
        var lines = cells.map(line)
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    /// What a person sees: nothing that is concealed, behind the other screen, in line graphics or in changed colours.
    var seen: String {
        guard !disguise.isOther, disguise.colours.isEmpty else { return "" }
        return cells.map { row in
            line(row.map { $0.attributes.split(separator: ";").contains("8") ? Cell() : $0 })
        }.joined(separator: "\n")
    }

    /// The scrollback and the screen.
    var transcript: String { (scrollback + [text]).joined(separator: "\n") }

    /// What stands in the cell under the cursor.
    var underCursor: String { cells[row][column].text }

    /// The texts that carry exactly these SGR parameters.
    func text(with attributes: String) -> String {
        cells.flatMap { $0 }.filter { $0.attributes == attributes }.map(\.text).joined()
    }

    private func line(_ row: [Cell]) -> String {
        var text = row.map(\.text).joined()
        while text.last == " " { text.removeLast() }
        return text
    }

    // MARK: Writing

    mutating func write(_ output: String) {
        var scalars = (unfinished + Array(output.unicodeScalars))[...]
        unfinished = []
        var pending = ""
        while let scalar = scalars.popFirst() {
            if scalar.value >= 0x20 {
                pending.unicodeScalars.append(scalar)
                continue
            }
            put(pending)
            pending = ""
            control(scalar, &scalars)
        }
        put(pending)
    }

    private mutating func put(_ text: String) {
        for character in text {
            let width = displayWidth(character)
            if (wrapsNext || column + width > columns) && !disguise.stopsAtEdge {
                column = 0
                lineFeed()
            }
            if disguise.inserts {
                cells[row] = Array((cells[row][..<column] + [Cell()] + cells[row][column...]).prefix(columns))
            }
            let shown = disguise.drawsLines && character.isASCII && character.isLetter ? "▒" : character
            cells[row][column] = Cell(text: String(shown), attributes: attributes)
            if width == 2, column + 1 < columns { cells[row][column + 1] = Cell(text: "", attributes: attributes) }
            wrapsNext = column + width == columns
            column = min(column + width, columns - 1)
        }
    }

    private mutating func control(_ scalar: Unicode.Scalar, _ rest: inout ArraySlice<Unicode.Scalar>) {
        switch scalar {
        case "\r":
            column = 0
            wrapsNext = false
        case "\n": lineFeed()
        case "\u{18}": break
        case "\u{0E}": disguise.drawsLines = true
        case "\u{0F}": disguise.drawsLines = false
        case "\u{1B}": sequence(&rest)
        default: put("?")
        }
    }

    private mutating func lineFeed() {
        wrapsNext = false
        if let margins = disguise.margins, row == margins.upperBound {
            cells.insert(Array(repeating: Cell(), count: columns), at: margins.upperBound + 1)
            cells.remove(at: margins.lowerBound)
            return
        }
        if row < height - 1 {
            row += 1
            return
        }
        scrollback.append(line(cells[0]))
        cells.removeFirst()
        cells.append(Array(repeating: Cell(), count: columns))
    }

    private mutating func sequence(_ rest: inout ArraySlice<Unicode.Scalar>) {
        switch rest.popFirst() {
        case nil:
            unfinished = ["\u{1B}"]
            return
        case "\u{18}", "\u{1A}": return
        case "[": break
        case "\\": return
        case "7":
            disguise.saved = (row, column)
            return
        case "8":
            (row, column) = disguise.saved
            return
        case "(":
            disguise.drawsLines = rest.popFirst() == "0"
            return
        case "]": return command(&rest)
        default: return put("?")
        }
        var parameters = ""
        while let next = rest.popFirst() {
            if ("@"..."~").contains(next) { return perform(next, parameters) }
            if isEnd(next, &rest) { return }
            parameters.unicodeScalars.append(next)
        }
        unfinished = Array("\u{1B}[\(parameters)".unicodeScalars)
    }

    /// Whether a sequence is given up here: by CAN, SUB, or an ESC, which begins another one.
    private func isEnd(_ scalar: Unicode.Scalar, _ rest: inout ArraySlice<Unicode.Scalar>) -> Bool {
        if scalar == "\u{1B}" { rest = [scalar] + rest }
        return ["\u{18}", "\u{1A}", "\u{1B}"].contains(scalar)
    }

    /// An OSC, up to BEL or ST.
    private mutating func command(_ rest: inout ArraySlice<Unicode.Scalar>) {
        var text = ""
        while let next = rest.popFirst() {
            if next == "\u{7}" || next == "\u{1B}" && rest.first == "\\" { return colour(text) }
            if isEnd(next, &rest) { return }
            text.unicodeScalars.append(next)
        }
        unfinished = Array("\u{1B}]\(text)".unicodeScalars)
    }

    /// Sets or gives back the palette, the special colours, those of text, of what is behind it or of the cursor.
    private mutating func colour(_ text: String) {
        let number = String(text.prefix { $0 != ";" })
        let all = ["4", "5", "10", "11", "12"]
        if all.contains(number) { disguise.colours.insert(number) }
        disguise.colours.subtract(all.filter { number == "1\($0.count == 1 ? "0" : "")\($0)" })
    }

    private mutating func perform(_ final: Unicode.Scalar, _ parameters: String) {
        let count = max(1, Int(parameters) ?? 1)
        if final != "m", final != "K" { wrapsNext = false }
        switch (final, parameters) {
        case ("A", _): row = max(0, row - count)
        case ("B", _): row = min(height - 1, row + count)
        case ("C", _): column = min(columns - 1, column + count)
        case ("G", _): column = min(columns - 1, count - 1)
        case ("H", ""): (row, column) = (0, 0)
        case ("K", ""): clear(row, from: column)
        case ("J", ""): clearDown()
        case ("J", "2"): for index in cells.indices { clear(index, from: 0) }
        case ("m", _): attributes = parameters == "0" ? "" : parameters
        case ("h", "?25"): isCursorVisible = true
        case ("l", "?25"): isCursorVisible = false
        case ("r", ""):
            disguise.margins = nil
            (row, column) = (0, 0)
        case ("r", _):
            let ends = parameters.split(separator: ";").compactMap { Int($0) }
            guard ends.count == 2, ends[0] > 0, ends[0] < ends[1], ends[1] <= height else { break }
            disguise.margins = (ends[0] - 1)...(ends[1] - 1)
            (row, column) = (0, 0)
        case ("h", "?1047"), ("l", "?1047"): disguise.isOther = final == "h"
        case ("h", "4"), ("l", "4"): disguise.inserts = final == "h"
        case ("h", "?7"), ("l", "?7"): disguise.stopsAtEdge = final == "l"
        case ("l", "?69"), ("l", "?6"), ("h", "?6"), ("h", "?5"), ("l", "?5"): break
        case ("h", "?2026"), ("l", "?2026"), ("h", "?2004"), ("l", "?2004"): break
        default: put("?[\(parameters)\(final)")
        }
    }

    private mutating func clear(_ row: Int, from column: Int) {
        for index in column..<columns { cells[row][index] = Cell() }
    }

    private mutating func clearDown() {
        clear(row, from: column)
        for index in (row + 1)..<max(row + 1, height) { clear(index, from: 0) }
    }

    // MARK: Resizing

    /// Changes the width as most terminals do: rows too long for it are wrapped, and the cursor stays on its character.
    mutating func resize(columns newColumns: Int, rows newHeight: Int) {
        var wrapped: [[Cell]] = []
        var place = (row: 0, column: 0)
        let used = (cells.lastIndex { line($0) != "" } ?? 0)
        for (index, cells) in cells.enumerated() where index <= max(used, row) {
            if index == row { place = (wrapped.count + column / newColumns, column % newColumns) }
            wrapped += wrap(cells, newColumns)
        }
        while wrapped.count > newHeight {
            scrollback.append(line(wrapped.removeFirst()))
            place.row -= 1
        }
        while wrapped.count < newHeight { wrapped.append(Array(repeating: Cell(), count: newColumns)) }
        (cells, columns, height, wrapsNext) = (wrapped, newColumns, newHeight, false)
        (row, column) = (max(0, place.row), place.column)
    }

    private func wrap(_ row: [Cell], _ width: Int) -> [[Cell]] {
        var content = row
        while content.last == Cell() { content.removeLast() }
        let parts = stride(from: 0, to: max(1, content.count), by: width).map { start in
            Array(content[start..<min(start + width, content.count)])
        }
        return parts.map { $0 + Array(repeating: Cell(), count: width - $0.count) }
    }
}
