/// Whether a terminal would act on `scalar`, or hide it, instead of showing it: controls, line separators, direction
/// marks, spaces and fillers without width, tags. The only list of such characters in this program.
public func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F: false
    case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x61C, 0x115F...0x1160, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
        0x3164, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
        true
    default: false
    }
}

/// Space to tilde: whether the byte is a whole character that every terminal shows as one column.
@inlinable public func isPrintableASCII(_ byte: UInt8) -> Bool { byte &- 0x20 < 0x5F }

/// Returns `character` with what is invisible in it spelled out, such as `\u{202e}` or `\r`; nil when it can be shown as
/// it is. Emoji joined by U+200D can.
public func visible(_ character: Character) -> String? {
    let scalars = character.unicodeScalars
    guard hidesSomething(scalars) else { return nil }
    return scalars.reduce(into: "") { appendShown($1, of: scalars, to: &$0) }
}

/// Appends `character` as it may be shown. `special` has the first word on each scalar: nil leaves it to this function.
func append(_ character: Character, to result: inout String, special: (Unicode.Scalar) -> String?) {
    let scalars = character.unicodeScalars
    let hides = hidesSomething(scalars)
    for scalar in scalars {
        if let word = special(scalar) {
            result += word
        } else if hides {
            appendShown(scalar, of: scalars, to: &result)
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
}

/// The spelling of a byte that belongs to no UTF-8 character: `\xff`.
func escaped(byte: UInt8) -> String { "\\x" + String(hex: [byte]) }

private func appendShown(_ scalar: Unicode.Scalar, of scalars: Character.UnicodeScalarView, to result: inout String) {
    if isInvisible(scalar) || startsWithMark(scalars) {
        result += spelled(scalar)
    } else {
        result.unicodeScalars.append(scalar)
    }
}

private func spelled(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16))}"
    }
}

private func hidesSomething(_ scalars: Character.UnicodeScalarView) -> Bool {
    startsWithMark(scalars) || scalars.contains(where: isInvisible) && !isJoinedEmoji(scalars)
}

/// A mark without a letter would join whatever stands before it on the screen.
private func startsWithMark(_ scalars: Character.UnicodeScalarView) -> Bool {
    guard let first = scalars.first, !first.isASCII else { return false }
    return first.properties.isGraphemeExtend || first.properties.isEmojiModifier
}

private func isJoinedEmoji(_ scalars: Character.UnicodeScalarView) -> Bool {
    guard let first = scalars.first, first.value > 0xFF, first.properties.isEmoji else { return false }
    // Tag characters spell flags such as Scotland's; nothing else invisible belongs into an emoji.
    return scalars.allSatisfy { !isInvisible($0) || $0.value == 0x200D || (0xE0020...0xE007F).contains($0.value) }
        && scalars.last?.value != 0x200D
}
