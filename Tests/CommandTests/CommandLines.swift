import ArgumentParser

@testable import cph

/// A command line as a text shows it: `cph ledger pay NAME|ORDER`.
struct CommandLines {
    /// Each with everything behind `cph` that may belong to it, and whether it is set off as code.
    private(set) var found: [(words: [String], isCode: Bool)] = []

    /// What a shell reads as something else than a word, and what ends a command within a sentence.
    private static let ends: Set<String> = ["|", ">", ">>", "<", "&&", "||", "#", "·", "2>&1"]

    init(in text: String) {
        for line in text.split(separator: "\n") { find(in: String(line)) }
    }

    private mutating func find(in line: String) {
        let parts = line.split(separator: "`", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isCode = index % 2 == 1
            for start in Self.starts(in: part) {
                let before = part[..<start].drop { $0 == " " || $0 == "$" }
                let isLine = !isCode && before.isEmpty && line.hasPrefix("    ") || line.hasPrefix("$ ")
                let rest = String(part[start...].dropFirst("cph ".count))
                found.append((Self.words(of: rest, isSentence: !isCode && !isLine), isCode || isLine))
            }
        }
    }

    private static func starts(in text: Substring) -> [Substring.Index] {
        text.indices.filter { index in
            guard text[index...].hasPrefix("cph "), index > text.startIndex else {
                return text[index...].hasPrefix("cph ")
            }
            return " (\"'/:".contains(text[text.index(before: index)])
        }
    }

    /// The words as a shell splits them, up to what ends the command.
    private static func words(of text: String, isSentence: Bool) -> [String] {
        var (words, word, quote) = ([String](), "", Character?.none)
        func isOver(_ word: String) -> Bool { ends.contains(word) }
        for character in text + " " {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character != " " {
                word.append(character)
            } else if !word.isEmpty {
                if isOver(word) { break }
                let bare = isSentence ? String(word.reversed().drop { ".,;:)".contains($0) }.reversed()) : word
                words.append(bare)
                if bare != word || word.hasSuffix(";") { break }
                word = ""
            }
        }
        return words
    }
}
