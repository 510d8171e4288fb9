/// Puts `text` in quotation marks for a message: cut at 60 code points, with invisible characters, quotation marks and
/// backslashes spelled out. For people only; a file or a program needs the quotation of its own language.
public func quoted(_ text: String) -> String { quoted(text, mark: "\"") }

/// Quotes as `quoted(_:)` does, between two `mark`s, such as `'`.
public func quoted(_ text: String, mark: Unicode.Scalar) -> String {
    let scalars = text.unicodeScalars
    var result = String(mark)
    for character in String(scalars.prefix(mostQuoted)) {
        append(character, to: &result) { scalar in
            scalar == mark ? "\\\(mark)" : scalar == "\\" ? "\\\\" : nil
        }
    }
    let rest = scalars.count - mostQuoted
    return result + (rest > 0 ? "…\(mark) (\(rest) more)" : String(mark))
}

/// In code points: what a line of a message has room for.
private let mostQuoted = 60
