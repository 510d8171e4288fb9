/// Cleans text from outside, such as names and messages of the service, for a terminal or a log: everything that a
/// terminal would act on, or hide, becomes visible (`\u{1b}`, `\u{202e}`, `\n`). Emoji joined by U+200D stay whole.
///
/// - Parameter limit: The most characters to keep; `…` says that some were cut off. Use `cleaned(block:)` where line
///   breaks are part of the text.
public func cleaned(_ text: String, limit: Int = 4096) -> String {
    if text.utf8.count <= limit, text.utf8.allSatisfy(isPrintableASCII) { return text }
    return cleaned(text, limit: limit) { _ in nil }
}

/// Cleans as `cleaned(_:limit:)` does, but leaves line breaks and tabs, for text of several lines.
public func cleaned(block text: String, limit: Int = .max) -> String {
    cleaned(text, limit: limit) { $0 == "\n" ? "\n" : $0 == "\t" ? "\t" : nil }
}

/// Cleans as `cleaned(_:limit:)` does, for bytes that may not be UTF-8: each that is not becomes `\xff`.
///
/// - Parameter keepsLines: Leave line breaks and tabs as they are.
public func cleaned(utf8 bytes: some Collection<UInt8>, limit: Int = 4096, keepsLines: Bool = false) -> String {
    let clean = { (text: String) in keepsLines ? cleaned(block: text, limit: limit) : cleaned(text, limit: limit) }
    if let text = String(validating: bytes, as: UTF8.self) { return clean(text) }
    var rest = Array(bytes)[...]
    var result = ""
    while !rest.isEmpty {
        let (text, count) = validPrefix(of: rest)
        result += clean(text)
        rest = rest.dropFirst(count)
        result += rest.popFirst().map(escaped(byte:)) ?? ""
    }
    return result
}

/// Puts text on one line: everything that a terminal would act on, or hide, becomes a space. For the start of a page
/// of HTML, whose line breaks nobody needs to see.
public func onOneLine(_ text: String) -> String {
    text.unicodeScalars.map { isInvisible($0) ? " " : String($0) }.joined()
}

private func cleaned(_ text: String, limit: Int, special: (Unicode.Scalar) -> String?) -> String {
    var result = ""
    var count = 0
    for character in text {
        if count == limit { return result + "…" }
        count += 1
        append(character, to: &result, special: special)
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
