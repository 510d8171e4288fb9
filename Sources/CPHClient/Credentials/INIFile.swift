import Text

/// A file of `[section]` lines with `key = value` below them, as Huawei's tools write it. `#` and `;` start a comment
/// line; a value runs to the end of its line, because keys may hold either character.
struct INIFile {
    let sections: [String: [String: String]]

    /// - Throws: `SetupError` with the line's number but not its text, which may be a secret.
    init(_ bytes: [UInt8], path: String) throws(SetupError) {
        var sections: [String: [String: String]] = [:]
        var current: String?
        for (index, line) in lines(of: bytes).enumerated() {
            let text = trimmed(line)
            if text.isEmpty || text.hasPrefix("#") || text.hasPrefix(";") { continue }
            if text.hasPrefix("["), text.hasSuffix("]") {
                let name = trimmed(text.dropFirst().dropLast())
                sections[name] = sections[name] ?? [:]
                current = name
            } else if let equals = text.firstIndex(of: "="), let current {
                sections[current]?[trimmed(text[..<equals])] = trimmed(text[text.index(after: equals)...])
            } else {
                let what = current == nil ? "comes before any [section]" : "is neither [section] nor key = value"
                throw SetupError("\(path), line \(index + 1): \(what)")
            }
        }
        self.sections = sections
    }
}

/// The lines of a text file; a carriage return before the line's end is dropped with the other space.
func lines(of bytes: [UInt8]) -> [Substring] {
    // By bytes: "\r\n" is one Character to Swift and would not be split.
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
        Substring(String(decoding: $0, as: UTF8.self))
    }
}
