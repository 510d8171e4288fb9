import Files
import Glibc
import Prompt
import Terminal
import Text

/// Shows what the prompt replies.
struct PromptScreen {
    let printer: PromptPrinter
    let palette: Palette
    /// Shows long texts. It reads `PAGER` itself, because an empty one, which means never to page, differs from none.
    private let pager = Pager { Environment.variables[$0] }

    init(_ printer: PromptPrinter, _ palette: Palette) { (self.printer, self.palette) = (printer, palette) }

    /// Begins a row where output has left the cursor in the middle of one.
    ///
    /// - Parameter isInRow: Nil where only the terminal knows.
    func beginRow(isInRow: Bool?) {
        if isInRow == true { return printer.print("") }
        guard isInRow == nil, let columns, !isDumbTerminal(Environment["TERM"]) else { return }
        printer.startRow(columns: columns, palette)
    }

    func show(_ text: PromptText) {
        switch text {
        case .text(let text): pager.show(cleaned(block: text))
        case .page(let text): pager.show(wrapped(cleaned(block: text), to: columns))
        case .table(let table): pager.show(rendered(table))
        }
    }

    /// Shows an error: on the terminal, with the first line in colour, or else on standard error.
    func showFailure(_ text: String) {
        guard isatty(1) == 1 else { return Output.error(text) }
        let lines = wrapped(cleaned(block: text), to: columns).split(
            separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let head = palette.paint(String(lines[0]), .error)
        printer.print(lines.count > 1 ? "\(head)\n\(lines[1])" : head)
    }

    private var columns: Int? { isatty(1) == 1 ? terminalSize(of: 1)?.columns : nil }

    private func rendered(_ table: PromptTable) -> String {
        let columns = table.isWide ? nil : columns
        let count = fitting(table, columns ?? .max)
        let hidden = table.headers.count - count
        let rows = table.rows.map { row in row.prefix(count).map(cell) }
        let note = table.note + (hidden > 0 ? " · \(counted(hidden, "more column")), :wide shows all" : "")
        return Table(headers: Array(table.headers.prefix(count)), rows: rows).rendered(
            columns: columns, palette: palette)
            + palette.paint(note, .hint) + "\n"
    }

    /// How many columns the screen has room for, at least one.
    private func fitting(_ table: PromptTable, _ columns: Int) -> Int {
        var room = columns
        for (index, header) in table.headers.enumerated() {
            let width = table.rows.reduce(displayWidth(header)) { max($0, displayWidth(cleaned($1[index].text))) }
            if index > 0, width > room { return index }
            room -= width + 2
        }
        return table.headers.count
    }

    private func cell(_ cell: PromptTable.Cell) -> Table.Cell {
        switch cell {
        case .none: .none
        case .text(let text): .text(text)
        case .number(let text): .number(text)
        }
    }
}
