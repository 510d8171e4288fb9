import Text

/// A credentials file as Python's `configparser`, and with it Huawei's SDK, reads it: sections, `key = value` or
/// `key: value`, keys in any case, lines that go on where they are indented, `%%` for `%`, `[DEFAULT]` for all sections.
struct INIFile {
    /// The sections' names, in their order.
    private(set) var names: [String] = []
    private var sections: [String: [String: Value]] = [:]
    private let path: String

    private struct Value {
        let line: Int
        var parts: [String]
    }

    private static let common = "DEFAULT"

    /// - Throws: `SetupError` with the line's number but not its text, which may be a secret.
    init(_ bytes: [UInt8], path: String) throws(SetupError) {
        self.path = path
        let lines: [String]
        do throws(FileText.Refusal) { lines = try FileText(bytes).lines } catch {
            throw SetupError("\(path), \(error)")
        }
        var reader = Reader()
        for (index, line) in lines.enumerated() {
            let text = trimmed(line)
            if text.hasPrefix("#") || text.hasPrefix(";") { continue }
            if text.isEmpty {
                // An empty line is part of a value that goes on behind it.
                if let key = reader.key { sections[reader.section ?? ""]?[key]?.parts.append("") }
                continue
            }
            let indent = line.prefix(while: \.isWhitespace).count
            if let key = reader.key, let section = reader.section, indent > reader.indent {
                sections[section]?[key]?.parts.append(text)
                continue
            }
            reader.indent = indent
            if let problem = read(text, number: index + 1, &reader) {
                throw SetupError("\(path), line \(index + 1): \(problem)")
            }
        }
    }

    /// Where in the file the reading is.
    private struct Reader {
        var section: String?
        /// The key whose value may go on in the next line.
        var key: String?
        var indent = 0
    }

    /// - Returns: What is wrong with the line.
    private mutating func read(_ text: String, number: Int, _ reader: inout Reader) -> String? {
        if text.hasPrefix("["), let end = text.lastIndex(of: "]"), end > text.index(after: text.startIndex) {
            let name = String(text[text.index(after: text.startIndex)..<end])
            if trimmed(name) != name { return "a section's name has blanks at its ends" }
            // Whoever reads the first and whoever reads the second would buy on other accounts.
            if sections[name] != nil, name != Self.common { return "section [\(name)] stands there twice" }
            if sections[name] == nil { sections[name] = [:] }
            if name != Self.common { names.append(name) }
            (reader.section, reader.key) = (name, nil)
            return nil
        }
        guard let section = reader.section else { return "comes before any [section]" }
        guard let sign = text.firstIndex(where: { $0 == "=" || $0 == ":" }), sign > text.startIndex else {
            return "is neither [section] nor key = value"
        }
        let key = trimmedAtEnd(text[..<sign]).lowercased()
        if let other = sections[section]?[key] { return "\(key) stands there twice, in line \(other.line) too" }
        sections[section]?[key] = Value(line: number, parts: [trimmed(text[text.index(after: sign)...])])
        reader.key = key
        return nil
    }

    /// Whether there is a section of that name.
    func has(_ section: String) -> Bool { names.contains(section) }

    /// What a section says; a key that is set to nothing is not set.
    ///
    /// - Throws: `SetupError` for a value that cannot be meant as it stands, by its key and line.
    func values(of section: String) throws(SetupError) -> [String: String] {
        var result: [String: String] = [:]
        let all = (sections[Self.common] ?? [:]).merging(sections[section] ?? [:]) { $1 }
        for (key, value) in all.sorted(by: { $0.value.line < $1.value.line }) {
            let text = try text(value, key)
            if !text.isEmpty { result[key] = text }
        }
        return result
    }

    private func text(_ value: Value, _ key: String) throws(SetupError) -> String {
        let place = "\(path), line \(value.line): \(key)"
        var parts = value.parts[...]
        while parts.last == "" { parts.removeLast() }
        guard parts.count <= 1 else {
            throw SetupError(
                "\(place) goes on in the next line",
                hint: "write it in one line; a line that begins with a blank goes on")
        }
        let text = parts.first ?? ""
        guard !hasOddEnd(text) else {
            throw SetupError(
                "\(place) begins or ends with a quote or an invisible character",
                hint: "values stand there without quotes")
        }
        let plain = text.replacing("%%", with: "")
        guard !plain.contains("%") else {
            throw SetupError("\(place) holds a single %", hint: "write %% for it, as Huawei's SDK reads it")
        }
        return text.replacing("%%", with: "%")
    }
}
