import Text

/// Reads what a string in quotes holds.
struct StringLiteral {
    private let text: [UInt8]
    private var position: Int
    /// The offset of the closing quote.
    private let end: Int
    private var value: [UInt8] = []

    private init(_ text: [UInt8], _ inner: Range<Int>) {
        (self.text, position, end) = (text, inner.lowerBound, inner.upperBound)
    }

    /// The bytes that a literal stands for; nil where it holds an escape that Lua does not know.
    ///
    /// - Parameter range: The token, quotes included.
    static func value(of text: [UInt8], _ range: Range<Int>) -> [UInt8]? {
        let inner = (range.lowerBound + 1)..<(range.upperBound - 1)
        if !text[inner].contains(UInt8(ascii: "\\")) { return Array(text[inner]) }
        var literal = StringLiteral(text, inner)
        return literal.read()
    }

    private mutating func read() -> [UInt8]? {
        while let byte = peek {
            position += 1
            if byte != UInt8(ascii: "\\") {
                value.append(byte)
            } else if let bytes = escaped() {
                value += bytes
            } else {
                return nil
            }
        }
        return value
    }

    private static let simple: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
        UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11, UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "'"): UInt8(ascii: "'"),
    ]

    /// The bytes of the escape whose backslash was read last.
    private mutating func escaped() -> [UInt8]? {
        guard let byte = peek else { return nil }
        if isDigit(byte) { return decimal() }
        position += 1
        if let plain = Self.simple[byte] { return [plain] }
        switch byte {
        case UInt8(ascii: "x"): return hexadecimal()
        case UInt8(ascii: "u"): return unicode()
        case UInt8(ascii: "z"):
            while let space = peek, isSpace(space) { position += 1 }
            return []
        default:
            guard isLineBreak(byte) else { return nil }
            if let next = peek, isLineBreak(next), next != byte { position += 1 }
            return [UInt8(ascii: "\n")]
        }
    }

    private mutating func hexadecimal() -> [UInt8]? {
        guard let first = digit(), let second = digit() else { return nil }
        return [UInt8(first << 4 | second)]
    }

    private mutating func decimal() -> [UInt8]? {
        var number = 0
        for _ in 0..<3 {
            guard let digit = peek, isDigit(digit) else { break }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
            position += 1
        }
        return UInt8(exactly: number).map { [$0] }
    }

    /// Reads `\u{XXX}`, up to 2^31 as in the original UTF-8.
    private mutating func unicode() -> [UInt8]? {
        guard skip(UInt8(ascii: "{")), var number = digit() else { return nil }
        while let next = digit() {
            guard number <= 0x7FFF_FFFF >> 4 else { return nil }
            number = number << 4 | next
        }
        return skip(UInt8(ascii: "}")) ? extendedUTF8(number) : nil
    }

    /// The value of the hexadecimal digit that comes next.
    private mutating func digit() -> UInt32? {
        guard let value = peek.flatMap(hexValue) else { return nil }
        position += 1
        return UInt32(value)
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private var peek: UInt8? { position < end ? text[position] : nil }
}

/// Encodes in UTF-8 as it was before it was cut to 21 bits: up to six bytes.
private func extendedUTF8(_ number: UInt32) -> [UInt8] {
    guard number >= 0x80 else { return [UInt8(number)] }
    var rest = number
    var tail: [UInt8] = []
    var most: UInt32 = 0x3F
    repeat {
        tail.insert(UInt8(0x80 | rest & 0x3F), at: 0)
        rest >>= 6
        most >>= 1
    } while rest > most
    return [UInt8(truncatingIfNeeded: ~most << 1 | rest)] + tail
}
