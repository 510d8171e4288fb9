/// What ends in one month, and what renews itself.
package struct PictureMonth: Hashable, Sendable {
    let year: Int
    /// From 1.
    let month: Int
    let count: Int
    let renewing: Int

    /// - Parameter month: From 1 to 12.
    package init(year: Int, month: Int, count: Int, renewing: Int = 0) {
        (self.year, self.month, self.count, self.renewing) = (year, month, count, renewing)
    }

    fileprivate var total: Int { count + renewing }

    /// `12`; where some renew themselves `12+3`.
    fileprivate var words: String { renewing == 0 ? "\(count)" : "\(count)+\(renewing)" }

    fileprivate var sentence: String { renewing == 0 ? "\(count)" : "\(count) end, \(renewing) renew themselves" }
}

extension Picture {
    /// A row for each year with a box for each month: the more end in it, the fuller the box; the number stands in it. What renews
    /// itself is stacked on top in another colour, with a number of its own.
    package static func calendar(_ name: String, _ months: [PictureMonth]) -> Picture {
        let (left, cell, row, head) = (60, 55, 44, 24)
        let years = months.map(\.year)
        guard let first = years.min(), let last = years.max() else { return Picture(name, size: (720, 1), []) }
        let byPlace = Dictionary(months.map { ([$0.year, $0.month], $0) }) { first, _ in first }
        let most = Double(months.map(\.total).max() ?? 0)
        let heads = monthNames.enumerated().map { index, month in
            text(month, (left + index * cell + cell / 2, 16), "middle")
        }
        let rows = (first...last).enumerated().flatMap { index, year in
            let y = head + index * row
            let cells = (1...12).flatMap { month in
                let x = left + (month - 1) * cell
                let frame = box((x + 2, y + 2), (cell - 4, row - 4), "frame")
                guard let entry = byPlace[[year, month]], entry.total > 0 else { return [frame] }
                let title = "\(monthNames[month - 1]) \(year): \(entry.sentence)"
                let whole = length(Double(entry.total), of: most, in: row - 4)
                let ending = min(whole, length(Double(entry.count), of: most, in: row - 4))
                return [
                    frame,
                    box((x + 2, y + row - 2 - whole), (cell - 4, whole - ending), "green", title: title),
                    box((x + 2, y + row - 2 - ending), (cell - 4, ending), "sky", title: title),
                    text(entry.words, (x + cell / 2, y + 27), "middle number"),
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
