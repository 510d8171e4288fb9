import Files
import Glibc
import Rehearsal
import Terminal

/// The lines of `cph rehearse`, each written when its story is over: in columns on a terminal, with tabs in a pipe.
struct RehearsalRows {
    /// How wide the terminal is; nil in a pipe.
    private let columns: Int?
    private let palette: Palette

    /// For standard output as it is.
    init() {
        let isTerminal = isatty(1) == 1
        self.init(
            columns: isTerminal ? terminalSize(of: 1)?.columns ?? 80 : nil,
            palette: Palette(.auto, isTerminal: isTerminal) { Environment[$0] })
    }

    init(columns: Int?, palette: Palette) { (self.columns, self.palette) = (columns, palette) }

    var heading: String {
        guard let columns else { return SeedReport.columns }
        return palette.paint(row(Self.titles, columns), .heading)
    }

    func line(_ report: SeedReport) -> String {
        guard let columns else { return report.line }
        let row = row(report.cells, columns)
        return report.violations.isEmpty ? row : palette.paint(row + " WRONG", .error)
    }

    /// A line of words, which goes on in the next one where the terminal ends.
    func words(_ line: String) -> String { wrapped(line, to: columns) }

    /// The titles in short: all columns but the trace have room in 80.
    private static let titles = SeedReport.titles.map { $0 == "in doubt" ? "doubt" : $0 }
    /// The trace, 16 digits of base 16, stands where there is room for it and for a mark behind it.
    private static let (traceWidth, markWidth) = (16, 6)

    private func row(_ cells: [String], _ columns: Int) -> String {
        let numbers = zip(cells, Self.titles).dropLast().map { cell, title in
            String(repeating: " ", count: max(0, title.count - cell.count)) + cell
        }.joined(separator: "  ")
        let width = Self.titles.dropLast().reduce(0) { $0 + $1.count + 2 }
        guard width + Self.traceWidth + Self.markWidth <= columns else { return numbers }
        let trace = cells[cells.count - 1]
        return numbers + "  " + trace + String(repeating: " ", count: max(0, Self.traceWidth - trace.count))
    }
}
