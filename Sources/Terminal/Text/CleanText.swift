/// `text` with everything a terminal would act on, or hide, made visible: `\u{1b}`, `\u{202e}`, `\n`.
///
/// For names and messages from outside. Emoji joined by U+200D stay whole; `limit` counts characters, what is cut off is
/// said. Use `cleaned(block:)` where line breaks are part of the text.
public func cleaned(_ text: String, limit: Int = 4096) -> String {
    clean(text, limit: limit) { $0 == "\n" ? "\\n" : $0 == "\t" ? "\\t" : nil }
}

/// As `cleaned(_:limit:)`, for text of several lines: line breaks and tabs stay.
public func cleaned(block text: String, limit: Int = .max) -> String {
    clean(text, limit: limit) { $0 == "\n" ? "\n" : $0 == "\t" ? "\t" : nil }
}

/// As `cleaned(_:limit:)`, for bytes that may not be UTF-8: what is not becomes `\xff`.
public func cleaned(utf8 bytes: some Collection<UInt8>, limit: Int = 4096) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return cleaned(text, limit: limit) }
    var rest = Array(bytes)[...]
    var result = ""
    while !rest.isEmpty {
        let (text, count) = validPrefix(of: rest)
        result += cleaned(text, limit: limit)
        rest = rest.dropFirst(count)
        result += rest.popFirst().map(hexEscape) ?? ""
    }
    return result
}

/// The text at the start of `bytes` up to the first byte that is no UTF-8.
private func validPrefix(of bytes: ArraySlice<UInt8>) -> (text: String, count: Int) {
    var parser = Unicode.UTF8.ForwardParser()
    var input = bytes.makeIterator()
    var scalars = String.UnicodeScalarView()
    var count = 0
    while case .valid(let scalar) = parser.parseScalar(from: &input) {
        scalars.append(Unicode.UTF8.decode(scalar))
        count += scalar.count
    }
    return (String(scalars), count)
}

/// Whether a terminal would act on `scalar` instead of showing it: controls, line separators, direction marks.
public func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F: false
    case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x61C, 0x115F...0x1160, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
        0x3164, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
        true
    default: false
    }
}

/// The grapheme as it may be shown, or `nil` if it can be shown as it is.
func escape(of character: Character) -> String? {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return nil }
    // A mark without a letter would join whatever stands before it on the screen.
    let startsWithMark = !first.isASCII && first.properties.isGraphemeExtend || first.properties.isEmojiModifier
    guard startsWithMark || scalars.contains(where: isInvisible) && !isJoinedEmoji(scalars) else { return nil }
    return scalars.reduce(into: "") { result, scalar in
        if isInvisible(scalar) || startsWithMark {
            result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
}

private func isJoinedEmoji(_ scalars: Character.UnicodeScalarView) -> Bool {
    guard let first = scalars.first, first.value > 0xFF, first.properties.isEmoji else { return false }
    // Tag characters spell flags such as Scotland's; nothing else invisible belongs into an emoji.
    return scalars.allSatisfy { !isInvisible($0) || $0.value == 0x200D || (0xE0020...0xE007F).contains($0.value) }
        && scalars.last?.value != 0x200D
}

private func clean(_ text: String, limit: Int, lineBreak: (Character) -> String?) -> String {
    if text.utf8.count <= limit, text.utf8.allSatisfy(isPrintableASCII) { return text }
    var result = ""
    var count = 0
    for character in text {
        if count == limit { return result + "…" }
        count += 1
        result += lineBreak(character) ?? escape(of: character) ?? String(character)
    }
    return result
}

private func hexEscape(_ byte: UInt8) -> String {
    "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
}
