/// What ends in one month.
package struct PictureMonth: Hashable, Sendable {
    let year: Int
    /// From 1.
    let month: Int
    let count: Int

    /// - Parameter month: From 1 to 12.
    package init(year: Int, month: Int, count: Int) {
        (self.year, self.month, self.count) = (year, month, count)
    }
}

extension Picture {
    /// A row for each year with a box for each month: the more end in it, the fuller the box; the number stands in it.
    package static func calendar(_ name: String, _ months: [PictureMonth]) -> Picture {
        let (left, cell, row, head) = (60, 55, 44, 24)
        let years = months.map(\.year)
        guard let first = years.min(), let last = years.max() else { return Picture(name, size: (720, 1), []) }
        let counts = Dictionary(months.map { ([$0.year, $0.month], $0.count) }) { $0 + $1 }
        let most = Double(counts.values.max() ?? 0)
        let heads = monthNames.enumerated().map { index, month in
            text(month, (left + index * cell + cell / 2, 16), "middle")
        }
        let rows = (first...last).enumerated().flatMap { index, year in
            let y = head + index * row
            let cells = (1...12).flatMap { month in
                let count = counts[[year, month]] ?? 0
                let x = left + (month - 1) * cell
                let height = length(Double(count), of: most, in: row - 4)
                let frame = box((x + 2, y + 2), (cell - 4, row - 4), "frame")
                guard count > 0 else { return [frame] }
                let title = "\(monthNames[month - 1]) \(year): \(count)"
                return [
                    frame, box((x + 2, y + row - 2 - height), (cell - 4, height), "sky", title: title),
                    text("\(count)", (x + cell / 2, y + 27), "middle number"),
                ]
            }
            return [text("\(year)", (left - 8, y + 27), "end")] + cells
        }
        return Picture(name, size: (720, head + (last - first + 1) * row), heads + rows)
    }

    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
