/// Writes `text` as a Lua string in quotes that every version of Lua reads back byte by byte.
///
/// For what a program reads: files, generated code, what completion types. People are shown texts by `quoted`, which cuts
/// long ones. What a terminal would not show is written as bytes: `\226\128\174`.
///
/// - Parameter quote: `"` or `'`.
public func luaLiteral(_ text: String, quote: Unicode.Scalar = "\"") -> String {
    var literal = String(quote)
    for scalar in text.unicodeScalars {
        switch scalar {
        case quote, "\\": literal += "\\\(scalar)"
        case "\n": literal += "\\n"
        case _ where isInvisible(scalar):
            for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { literal += escape(byte) }
        default: literal.unicodeScalars.append(scalar)
        }
    }
    return literal + String(quote)
}

/// Writes a byte as `\ddd`, always with three digits, so that a digit may follow.
private func escape(_ byte: UInt8) -> String {
    let digits = String(byte)
    return "\\" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
}
