/// Writes `text` as text or as a value between quotation marks in XML: what XML 1.0 cannot carry, not even escaped, is
/// replaced by U+FFFD.
public func xmlText(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "\n", "\t", "\r": result += scalar == "\n" ? "\n" : "&#\(scalar.value);"
        default: result.unicodeScalars.append(isXML(scalar) ? scalar : "\u{FFFD}")
        }
    }
    return result
}

private func isXML(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
}

/// Writes attributes of XML: ` name="value"` for each.
public func xmlAttributes(_ attributes: KeyValuePairs<String, String>) -> String {
    attributes.map {
        " \($0.key)=\"\(xmlText($0.value).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "&#10;"))\""
    }
    .joined()
}
