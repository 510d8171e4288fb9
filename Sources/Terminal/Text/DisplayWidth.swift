import Text

/// How many columns `text` takes on a terminal.
public func displayWidth(_ text: String) -> Int {
    if text.utf8.allSatisfy(isPrintableASCII) { return text.utf8.count }
    return text.reduce(0) { $0 + displayWidth($1) }
}

/// How many columns one grapheme takes: 0 for a lone combining mark, 2 for Chinese and emoji, 1 otherwise.
public func displayWidth(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if first.isASCII, scalars.count == 1 { return isPrintableASCII(UInt8(first.value)) ? 1 : 0 }
    if scalars.count > 1, isEmoji(scalars, first) { return 2 }
    return min(2, scalars.reduce(0) { $0 + displayWidth($1) })
}

/// Flags, keycaps, skin tones and families joined by ZWJ: several scalars drawn as one picture.
private func isEmoji(_ scalars: Character.UnicodeScalarView, _ first: Unicode.Scalar) -> Bool {
    guard first.properties.isEmoji else { return false }
    return scalars.dropFirst().contains { scalar in
        switch scalar.value {
        case 0xFE0F, 0x200D, 0x1F1E6...0x1F1FF, 0x1F3FB...0x1F3FF: true
        default: false
        }
    }
}

private func displayWidth(_ scalar: Unicode.Scalar) -> Int {
    if isWide(scalar) { return 2 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
    default: return (0x1160...0x11FF).contains(scalar.value) ? 0 : 1
    }
}

private func isWide(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x1100 else { return false }
    return eastAsianWide.contains { $0.contains(scalar.value) } || scalar.properties.isEmojiPresentation
}

/// The blocks Unicode calls East Asian Wide or Fullwidth. `wcwidth` is not an option: Swift's Glibc module lacks it, and it
/// knows nothing outside a UTF-8 locale. Ordered by how often an operator types them.
private let eastAsianWide: [ClosedRange<UInt32>] = [
    0x4E00...0xA4CF,  // CJK ideographs, Yi
    0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF,  // radicals, punctuation, kana, enclosed, extension A
    0xFF01...0xFF60, 0xFFE0...0xFFE6,  // fullwidth forms
    0xAC00...0xD7A3, 0x1100...0x115F, 0xA960...0xA97C,  // Hangul
    0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B,  // compatibility
    0x2329...0x232A, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265,
    0x20000...0x2FFFD, 0x30000...0x3FFFD,  // extensions B and on
]
