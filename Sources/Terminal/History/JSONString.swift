import Text

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
func text(ofJSONString bytes: some BidirectionalCollection<UInt8>) -> String? {
    let quote = UInt8(ascii: "\"")
    guard bytes.count >= 2, bytes.first == quote, bytes.last == quote else { return nil }
    let content = bytes.dropFirst().dropLast()
    // Most lines are plain, and ten thousand of them are read before the first prompt.
    if content.allSatisfy({ isPrintableASCII($0) && $0 != backslash }) {
        return String(decoding: content, as: UTF8.self)
    }
    guard let text = unescaped(Array(content)) else { return nil }
    let isHarmless = text.allSatisfy { isPrintableASCII($0) || $0 == UInt8(ascii: "\n") }
    let string = String(decoding: text, as: UTF8.self)
    return isHarmless ? string : withoutControls(string)
}

private let backslash = UInt8(ascii: "\\")

private func unescaped(_ content: [UInt8]) -> [UInt8]? {
    var rest = content[...]
    var result: [UInt8] = []
    result.reserveCapacity(content.count)
    while let byte = rest.popFirst() {
        if byte != backslash {
            result.append(byte)
        } else {
            guard let scalar = escapedScalar(&rest) else { return nil }
            if scalar.isASCII { result.append(UInt8(scalar.value)) } else { result += Character(scalar).utf8 }
        }
    }
    return result
}

/// The character an escape stands for; its backslash has been read.
private func escapedScalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
    guard let letter = rest.popFirst() else { return nil }
    if letter != UInt8(ascii: "u") { return shortEscape(letter) }
    guard let unit = hexUnit(&rest) else { return nil }
    guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) }
    // The second half of a pair follows in an escape of its own.
    guard rest.starts(with: [backslash, UInt8(ascii: "u")]) else { return nil }
    rest = rest.dropFirst(2)
    guard let second = hexUnit(&rest), (0xDC00..<0xE000).contains(second) else { return nil }
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
}

private func hexUnit(_ rest: inout ArraySlice<UInt8>) -> UInt32? {
    let digits = String(decoding: rest.prefix(4), as: UTF8.self)
    rest = rest.dropFirst(4)
    return digits.utf8.count == 4 ? UInt32(digits, radix: 16) : nil
}

private func shortEscape(_ letter: UInt8) -> Unicode.Scalar? {
    switch letter {
    case UInt8(ascii: "n"): "\n"
    case UInt8(ascii: "t"): "\t"
    case UInt8(ascii: "r"): "\r"
    case UInt8(ascii: "b"): "\u{8}"
    case UInt8(ascii: "f"): "\u{C}"
    case UInt8(ascii: "\""), backslash, UInt8(ascii: "/"): Unicode.Scalar(letter)
    default: nil
    }
}
