import Catalog
import Text

/// A description's text in pieces: what a doc comment can hold of Markdown.
enum ProseBlock: Equatable {
    case paragraph(String)
    /// Without the indentation.
    case code(String)
    case list([String])

    static func blocks(of text: String) -> [ProseBlock] {
        var blocks: [ProseBlock] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("    ") {
                blocks.append(code: String(line.dropFirst(4)))
            } else if line.hasPrefix("- ") {
                blocks.append(item: String(line.dropFirst(2)))
            } else if line.allSatisfy(\.isWhitespace) {
                blocks.append(.paragraph(""))
            } else {
                blocks.append(words: trimmed(line))
            }
        }
        return blocks.filter { $0 != .paragraph("") }
    }
}

extension [ProseBlock] {
    fileprivate mutating func append(code line: String) {
        // An empty line between two lines of code belongs to it.
        if last == .paragraph(""), case .code(let text)? = dropLast().last {
            removeLast(2)
            append(.code("\(text)\n\n\(line)"))
        } else if case .code(let text)? = last {
            self[count - 1] = .code("\(text)\n\(line)")
        } else {
            append(.code(line))
        }
    }

    fileprivate mutating func append(item text: String) {
        if case .list(let items)? = last { self[count - 1] = .list(items + [text]) } else { append(.list([text])) }
    }

    fileprivate mutating func append(words line: String) {
        switch last {
        case .paragraph(let text)? where !text.isEmpty: self[count - 1] = .paragraph("\(text) \(line)")
        case .list(let items)?: self[count - 1] = .list(items.dropLast() + ["\(items.last ?? "") \(line)"])
        default: append(.paragraph(line))
        }
    }
}
