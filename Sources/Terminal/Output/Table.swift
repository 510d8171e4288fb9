import Text

/// Rows in columns: numbers to the right, text to the left, measured in terminal columns.
public struct Table: Sendable {
    /// The content of a cell, already in words; numbers go to the right of their column.
    public enum Cell: Hashable, Sendable {
        case text(String)
        case number(String)
        case none

        var text: String {
            switch self {
            case .text(let text), .number(let text): text
            case .none: ""
            }
        }
    }

    private static let gap = 2
    /// The narrowest that a column is squeezed to, as long as there is another to squeeze.
    private static let narrowest = 4

    /// One title for each column; they decide how many columns there are.
    public var headers: [String]
    /// The rows in the order shown; cells missing at a row's end are empty.
    public var rows: [[Cell]]

    /// Makes a table; rows may be shorter than the headers.
    public init(headers: [String], rows: [[Cell]] = []) {
        self.headers = headers
        self.rows = rows
    }

    /// The table as lines that end in a line break.
    ///
    /// - Parameter columns: The width it is cut to; `nil` in a pipe, where nothing is cut or coloured.
    public func rendered(columns: Int?, palette: Palette) -> String {
        let titles = headers.map { cleaned($0, limit: 200) }
        let cells = rows.map { row in headers.indices.map { $0 < row.count ? cleaned(row[$0].text, limit: 1000) : "" } }
        let widths = fit(natural(titles, cells), into: columns)
        let limit = columns ?? .max
        let head = cut(trimmedAtEnd(line(titles, widths)), to: limit)
        let lines = cells.map { cut(trimmedAtEnd(line($0, widths)), to: limit) }
        return ([columns == nil ? head : palette.paint(head, .heading)] + lines).map { $0 + "\n" }.joined()
    }

    private func natural(_ titles: [String], _ cells: [[String]]) -> [Int] {
        titles.indices.map { column in
            cells.reduce(displayWidth(titles[column])) { max($0, displayWidth($1[column])) }
        }
    }

    /// Takes columns away from the widest text until all fits. Half a number would be another number, so those stay whole.
    private func fit(_ natural: [Int], into columns: Int?) -> [Int] {
        guard let columns else { return natural }
        var widths = natural
        var excess = widths.reduce(0, +) + Self.gap * max(0, widths.count - 1) - columns
        let texts = widths.indices.filter { !isNumeric($0) }
        while excess > 0, let widest = texts.max(by: { widths[$0] < widths[$1] }), widths[widest] > Self.narrowest {
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private func line(_ texts: [String], _ widths: [Int]) -> String {
        texts.indices.map { column in
            let text = cut(texts[column], to: widths[column])
            let padding = String(repeating: " ", count: widths[column] - displayWidth(text))
            return isNumeric(column) ? padding + text : text + padding
        }.joined(separator: String(repeating: " ", count: Self.gap))
    }

    private func isNumeric(_ column: Int) -> Bool {
        var hasNumber = false
        for row in rows where column < row.count {
            switch row[column] {
            case .text: return false
            case .number: hasNumber = true
            case .none: break
            }
        }
        return hasNumber
    }
}
