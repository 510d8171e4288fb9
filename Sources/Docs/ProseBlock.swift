import Catalog
import Text

/// A piece of a description or a guide: what these hold of Markdown.
public enum ProseBlock: Equatable, Sendable {
    /// A heading of `level` 1 to 6.
    case heading(String, level: Int)
    /// Text that is filled into lines.
    case paragraph(String)
    /// Lines that stay as they are, without the indentation or the fence around them; the fence may name the language.
    case code(String, language: String? = nil)
    /// Items with a dot before each.
    case list([String])
    /// Items in an order, with a number before each.
    case steps([String])
    /// Rows of as many cells as `head` has.
    case table(head: [String], rows: [[String]])
    /// Names, each with what is said of it.
    case terms([Term])

    /// A name, and what is said of it.
    public struct Term: Equatable, Sendable {
        /// As it is typed or written: `--ledger <place>`.
        public var name: String
        /// Sentences in Markdown, one after the other.
        public var words: [String]

        /// Makes a term; words that are empty say nothing and are left out.
        public init(_ name: String, _ words: [String]) {
            (self.name, self.words) = (name, words.filter { !$0.isEmpty })
        }
    }

    /// Reads Markdown. Code is indented by four blanks, or stands between two lines of three backticks.
    public static func blocks(of text: String) -> [ProseBlock] {
        var blocks: [ProseBlock] = []
        var fenced: [String]?
        var language: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                if let lines = fenced {
                    blocks.append(.code(lines.joined(separator: "\n"), language: language))
                } else {
                    language = line.count > 3 ? String(line.dropFirst(3)) : nil
                }
                fenced = fenced == nil ? [] : nil
            } else if fenced != nil {
                fenced?.append(line)
            } else {
                blocks.append(line: line)
            }
        }
        return blocks.filter { $0 != .paragraph("") }
    }
}

extension [ProseBlock] {
    fileprivate mutating func append(line: String) {
        if line.hasPrefix("    ") {
            append(code: String(line.dropFirst(4)))
        } else if line.hasPrefix("- ") {
            append(item: String(line.dropFirst(2)))
        } else if let step = Self.step(line) {
            append(step: step)
        } else if let heading = Self.heading(line) {
            append(heading)
        } else if line.hasPrefix("|") {
            append(row: Self.cells(of: line))
        } else if line.allSatisfy(\.isWhitespace) {
            append(.paragraph(""))
        } else {
            append(words: trimmed(line))
        }
    }

    /// The text behind `1. `; nil of another line.
    private static func step(_ line: String) -> String? {
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        let rest = line.dropFirst(digits.count)
        return !digits.isEmpty && rest.hasPrefix(". ") ? String(rest.dropFirst(2)) : nil
    }

    private static func heading(_ line: String) -> ProseBlock? {
        let marks = line.prefix { $0 == "#" }
        let rest = line.dropFirst(marks.count)
        guard (1...6).contains(marks.count), rest.hasPrefix(" ") else { return nil }
        return .heading(trimmed(String(rest)), level: marks.count)
    }

    /// The cells of a table's line; a bar in backticks ends none.
    private static func cells(of line: String) -> [String] {
        var (cells, isCode): ([String], Bool) = ([""], false)
        for character in line.dropFirst() {
            if character == "`" { isCode.toggle() }
            if character == "|", !isCode { cells.append("") } else { cells[cells.count - 1].append(character) }
        }
        return cells.dropLast().map { trimmed($0) }
    }

    private mutating func append(row: [String]) {
        guard case .table(let head, let rows)? = last else { return append(.table(head: row, rows: [])) }
        // The line of dashes below the head says nothing.
        if row.allSatisfy({ $0.allSatisfy { $0 == "-" || $0 == ":" } }) { return }
        self[count - 1] = .table(head: head, rows: rows + [row])
    }

    fileprivate mutating func append(code line: String) {
        // An empty line between two lines of code belongs to it.
        if last == .paragraph(""), case .code(let text, nil)? = dropLast().last {
            removeLast(2)
            append(.code("\(text)\n\n\(line)"))
        } else if case .code(let text, nil)? = last {
            self[count - 1] = .code("\(text)\n\(line)")
        } else {
            append(.code(line))
        }
    }

    fileprivate mutating func append(item text: String) {
        if case .list(let items)? = last { self[count - 1] = .list(items + [text]) } else { append(.list([text])) }
    }

    private mutating func append(step text: String) {
        if case .steps(let items)? = last { self[count - 1] = .steps(items + [text]) } else { append(.steps([text])) }
    }

    fileprivate mutating func append(words line: String) {
        switch last {
        case .paragraph(let text)? where !text.isEmpty: self[count - 1] = .paragraph("\(text) \(line)")
        case .list(let items)?: self[count - 1] = .list(items.dropLast() + ["\(items.last ?? "") \(line)"])
        case .steps(let items)?: self[count - 1] = .steps(items.dropLast() + ["\(items.last ?? "") \(line)"])
        default: append(.paragraph(line))
        }
    }
}
