import Text

/// One row of the screen as it will be written: text with colours, and the columns it takes.
struct Row: Equatable {
    var text = ""
    var width = 0
}

/// A grapheme as the editor shows it: tabs are four blanks, invisible characters are spelled out.
func cell(_ character: Character) -> (text: String, width: Int) {
    if character == "\t" { return ("    ", 4) }
    if let escaped = visible(character) { return (escaped, displayWidth(escaped)) }
    return (String(character), displayWidth(character))
}

func cellWidth(_ character: Character) -> Int {
    if let ascii = character.asciiValue, isPrintableASCII(ascii) { return 1 }
    return cell(character).width
}

/// Whether the first thing shown of `character` takes two columns that can't be split.
func startsWide(_ character: Character) -> Bool {
    cell(character).text.first.map { displayWidth($0) == 2 } ?? false
}

/// Fills rows from left to right and starts a new one where a cell would not fit.
struct RowBuilder {
    private(set) var rows: [Row] = []
    private var row = Row()
    private var role = Role.plain
    private let columns: Int
    private let palette: Palette

    init(columns: Int, palette: Palette) {
        self.columns = columns
        self.palette = palette
    }

    /// Where the next cell goes: the row and the column, after a wrap if the row is full.
    var place: (row: Int, column: Int) {
        row.width >= columns ? (rows.count + 1, 0) : (rows.count, row.width)
    }

    mutating func add(_ text: String, _ role: Role) {
        for character in text { add(character, role) }
    }

    mutating func add(_ character: Character, _ role: Role) {
        let (text, width) = cell(character)
        if width <= room {
            append(text, width, role)
        } else {
            addWrapping(text, role)
        }
        // Terminals disagree about the width of joined emoji; saying the column puts what follows where it belongs.
        if character.unicodeScalars.count > 1, row.width < columns { row.text += "\u{1B}[\(row.width + 1)G" }
    }

    mutating func endRow() {
        setRole(.plain)
        rows.append(row)
        row = Row()
    }

    /// The columns left in this row.
    var room: Int { columns - row.width }

    /// A spelled-out character or a tab is several cells and may be split between them.
    private mutating func addWrapping(_ text: String, _ role: Role) {
        for part in text {
            let width = displayWidth(part)
            if width > room && row.width > 0 { endRow() }
            append(String(part), width, role)
        }
    }

    private mutating func append(_ text: String, _ width: Int, _ role: Role) {
        setRole(role)
        row.text += text
        row.width += width
    }

    private mutating func setRole(_ new: Role) {
        guard new != role else { return }
        if !palette.start(of: role).isEmpty { row.text += Palette.reset }
        row.text += palette.start(of: new)
        role = new
    }
}
