/// Returns `text` with blanks behind it up to `width` characters; longer text stays whole.
public func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

/// Returns a `number` of 0 or more with zeros before it, up to `digits` digits.
public func zeroPadded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}
