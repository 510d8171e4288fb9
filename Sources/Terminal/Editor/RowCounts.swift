import Text

/// Counts how many rows each line takes.
struct RowCounts {
    private struct Line: Hashable {
        let prefix: String
        let text: String
    }

    private static let capacity = 4096
    private var columns = 0
    private var known: [Line: Int] = [:]

    mutating func prepare(columns: Int) {
        guard columns != self.columns || known.count > Self.capacity else { return }
        self.columns = columns
        known = [:]
    }

    mutating func rows(of buffer: TextBuffer, _ range: Range<Int>, prefix: String) -> Int {
        let text = buffer[range]
        if text.utf8.allSatisfy(isPrintableASCII), prefix.utf8.allSatisfy(isPrintableASCII) {
            return max(1, (prefix.utf8.count + range.count + columns - 1) / columns)
        }
        let line = Line(prefix: prefix, text: text)
        if let count = known[line] { return count }
        let count = measure(line)
        known[line] = count
        return count
    }

    private func measure(_ line: Line) -> Int {
        var builder = RowBuilder(columns: columns, palette: Palette(isColored: false))
        builder.add(line.prefix, .plain)
        builder.add(line.text, .plain)
        return builder.rows.count + 1
    }
}
