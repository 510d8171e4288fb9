/// Prose in the language of `man`: the macros of man(7), which groff and mandoc know.
struct Roff {
    private var lines: [String]
    /// Whether a heading stands last: what begins a paragraph says nothing there, and mandoc warns of it.
    private var isBelowHeading = false
    private static let columns = 78

    /// - Parameter head: The line that begins the page.
    init(_ head: String) { lines = [head] }

    var text: String { lines.joined(separator: "\n") + "\n" }

    mutating func append(_ block: ProseBlock) {
        defer { isBelowHeading = if case .heading = block { true } else { false } }
        switch block {
        case .heading(let text, let level): lines.append("\(level > 2 ? ".SS" : ".SH") \(text.roffEscaped)")
        case .paragraph(let text):
            beginParagraph()
            append(prose: text)
        case .code(let text, _):
            beginParagraph()
            lines += [".RS 4", ".nf"]
            lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                line.isEmpty ? "\\&" : String(line).roffCode.roffProtected
            }
            lines += [".fi", ".RE"]
        case .list(let items):
            for item in items { append(item: item, mark: "\\(bu 2") }
        case .steps(let items):
            for (index, item) in items.enumerated() { append(item: item, mark: "\(index + 1). 3") }
        case .table(let head, let rows): append(.terms(tableTerms(head, rows)))
        case .terms(let terms):
            for term in terms {
                lines += [".TP", "\\fB\(term.name.filter { $0 != "`" }.roffCode)\\fR"]
                if term.words.isEmpty { lines.append("\\&") } else { append(prose: term.words.joined(separator: " ")) }
            }
        }
    }

    private mutating func beginParagraph() {
        if !isBelowHeading { lines.append(".PP") }
    }

    private mutating func append(item: String, mark: String) {
        lines.append(".IP \(mark)")
        append(prose: item)
    }

    /// Appends words in lines that a person can read too; a sentence ends its line.
    private mutating func append(prose: String) {
        let parts = prose.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
            index % 2 == 1 ? "\\fB\(String(part).roffCode)\\fR" : String(part).roffEscaped
        }
        var line = ""
        for word in parts.joined().split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > Self.columns || line.endsSentence {
                lines.append(line.roffProtected)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        if !line.isEmpty { lines.append(line.roffProtected) }
    }
}

extension String {
    /// The text as words of prose.
    var roffEscaped: String { roff { $0 == "\\" ? "\\e" : nil } }

    /// The text as it is typed: with the signs that roff would make prettier.
    fileprivate var roffCode: String {
        let signs: [Unicode.Scalar: String] = [
            "\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti",
        ]
        return roff { signs[$0] }
    }

    /// The text with what stands for some characters, and the numbers of those that are not ASCII: so the file is read right under
    /// any locale.
    private func roff(_ sign: (Unicode.Scalar) -> String?) -> String {
        unicodeScalars.reduce(into: "") { result, scalar in
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let number = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            result += sign(scalar) ?? (scalar.isASCII ? String(scalar) : "\\[u\(number)]")
        }
    }

    /// The line, which no sign at its beginning makes a request.
    fileprivate var roffProtected: String { hasPrefix(".") || hasPrefix("'") ? "\\&\(self)" : self }

    fileprivate var endsSentence: Bool {
        hasSuffix(".") || hasSuffix("?") || hasSuffix("!") || hasSuffix(".\\fR")
    }
}
