/// Writes a line of a table for spreadsheets, in the form of RFC 4180. What is no number, and a spreadsheet would calculate, gets
/// an apostrophe in front.
public func csvLine(_ cells: [String]) -> String { cells.map(csvCell).joined(separator: ",") + "\r\n" }

private func csvCell(_ text: String) -> String {
    let clean = cleaned(text, limit: .max)
    let start = clean.first { $0 != "'" }
    let isFormula = Double(clean) == nil && start.map { "=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".contains($0) } ?? false
    let cell = isFormula ? "'" + clean : clean
    let needsMarks = cell.hasPrefix(" ") || cell.hasSuffix(" ") || cell.contains { "\",;|".contains($0) }
    return needsMarks ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
}

/// Writes text that Markdown shows as it is in a cell of a table.
public func markdownCell(_ text: String) -> String {
    var result = ""
    for character in cleaned(text, limit: .max) {
        switch character {
        case "\\", "|", "[", "]", "`", "*": result += "\\\(character)"
        case "<": result += "&lt;"
        case "&": result += "&amp;"
        default: result.append(character)
        }
    }
    return result
}
