/// `text` as a JSON string.
func jsonString(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\t": result += "\\t"
        case _ where scalar.value < 0x20:
            let digits = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}

/// The text of a JSON string, or `nil` if `bytes` are none. Control characters are dropped: a history can be edited by hand.
func text(ofJSONString bytes: some Collection<UInt8>) -> String? {
    let source = String(decoding: bytes, as: UTF8.self).unicodeScalars
    guard source.count >= 2, source.first == "\"", source.last == "\"" else { return nil }
    var rest = source.dropFirst().dropLast()
    var units: [UInt16] = []
    while let scalar = rest.popFirst() {
        if scalar != "\\" {
            units += Array(String(scalar).utf16)
        } else if let unit = escapedUnit(&rest) {
            units.append(unit)
        } else {
            return nil
        }
    }
    return withoutControls(String(decoding: units, as: UTF16.self))
}

/// The UTF-16 unit an escape stands for; its backslash has been read.
private func escapedUnit(_ rest: inout Substring.UnicodeScalarView) -> UInt16? {
    switch rest.popFirst() {
    case "n": return 0x0A
    case "t": return 0x09
    case "r": return 0x0D
    case "b": return 0x08
    case "f": return 0x0C
    case "\"": return 0x22
    case "\\": return 0x5C
    case "/": return 0x2F
    case "u":
        let digits = String(rest.prefix(4))
        rest = rest.dropFirst(4)
        return digits.count == 4 ? UInt16(digits, radix: 16) : nil
    default: return nil
    }
}
