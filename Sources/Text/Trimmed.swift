/// Returns `text` without white space at its two ends.
public func trimmed(_ text: some StringProtocol) -> String {
    trimmedAtEnd(text.drop { $0.isWhitespace })
}

/// Returns `text` without white space at its end.
public func trimmedAtEnd(_ text: some StringProtocol) -> String {
    guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(text[...last])
}

/// Returns UTF-8 `bytes` without ASCII white space at their two ends.
public func trimmed<Bytes: BidirectionalCollection<UInt8>>(_ bytes: Bytes) -> Bytes.SubSequence {
    guard let last = bytes.lastIndex(where: { !isSpace($0) }) else { return bytes[bytes.endIndex...] }
    return bytes[...last].drop(while: isSpace)
}

/// Whether the byte is ASCII white space as C's `isspace` has it: blank, tab, line feed, vertical tab, form feed, return.
@inlinable public func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

/// Whether the byte is one of the ASCII digits 0 to 9.
@inlinable public func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
