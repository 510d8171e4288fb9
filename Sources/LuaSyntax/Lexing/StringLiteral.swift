/// Reads a string in quotes: what it holds, or where and why Lua refuses it.
struct StringLiteral {
    /// Why, and how far Lua had read: its message shows the text up to there.
    struct Failure: Error, Hashable {
        let reason: String
        let end: Int
        /// What Lua shows of the string: what was read, escapes already resolved.
        let shown: [UInt8]
    }

    private let text: [UInt8]
    private var position: Int
    /// Where the token ends.
    private let limit: Int
    private var value: [UInt8] = []

    private init(_ text: [UInt8], _ range: Range<Int>) {
        (self.text, position, limit) = (text, range.lowerBound, range.upperBound)
    }

    /// - Parameter range: The token, quotes included.
    static func read(_ text: [UInt8], _ range: Range<Int>) throws(Failure) -> [UInt8] {
        let inner = text[(range.lowerBound + 1)..<(range.upperBound - 1)]
        if !inner.contains(UInt8(ascii: "\\")) { return Array(inner) }
        var literal = StringLiteral(text, range)
        return try literal.read(quote: text[range.lowerBound])
    }

    /// What Lua would show of an unfinished string, or why it stops before its end.
    static func shown(_ text: [UInt8], _ range: Range<Int>) throws(Failure) -> [UInt8] {
        var literal = StringLiteral(text, range)
        return [text[range.lowerBound]] + (try literal.read(quote: text[range.lowerBound]))
    }

    private mutating func read(quote: UInt8) throws(Failure) -> [UInt8] {
        position += 1
        while position < limit, text[position] != quote {
            if text[position] == UInt8(ascii: "\\") {
                try escape(quote)
            } else {
                value.append(text[position])
                position += 1
            }
        }
        return value
    }

    private static let simple: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
        UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11, UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "'"): UInt8(ascii: "'"),
    ]

    private mutating func escape(_ quote: UInt8) throws(Failure) {
        let start = position
        position += 1
        let byte = peek
        if let plain = byte.flatMap({ Self.simple[$0] }) {
            value.append(plain)
            position += 1
            return
        }
        switch byte {
        case nil: return  // the text ends here, which is said elsewhere
        case UInt8(ascii: "x"): value.append(try hexadecimal(start, quote))
        case UInt8(ascii: "u"): value += try unicode(start, quote)
        case UInt8(ascii: "z"):
            position += 1
            while let space = peek, isSpace(space) { position += 1 }
        case let byte? where isLineBreak(byte):
            position += 1
            if let next = peek, isLineBreak(next), next != byte { position += 1 }
            value.append(UInt8(ascii: "\n"))
        case let byte? where isDigit(byte): value.append(try decimal(start, quote))
        default: throw failure("invalid escape sequence", start, quote)
        }
    }

    private mutating func hexadecimal(_ start: Int, _ quote: UInt8) throws(Failure) -> UInt8 {
        var number: UInt8 = 0
        for _ in 0..<2 {
            position += 1
            guard let digit = peek, isHexadecimalDigit(digit) else {
                throw failure("hexadecimal digit expected", start, quote)
            }
            number = number << 4 | hexadecimalValue(digit)
        }
        position += 1
        return number
    }

    private mutating func decimal(_ start: Int, _ quote: UInt8) throws(Failure) -> UInt8 {
        var number = 0
        for _ in 0..<3 {
            guard let digit = peek, isDigit(digit) else { break }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
            position += 1
        }
        guard let byte = UInt8(exactly: number) else { throw failure("decimal escape too large", start, quote) }
        return byte
    }

    /// `\u{XXX}`, up to 2^31 as in the original UTF-8.
    private mutating func unicode(_ start: Int, _ quote: UInt8) throws(Failure) -> [UInt8] {
        position += 1
        guard peek == UInt8(ascii: "{") else { throw failure("missing '{'", start, quote) }
        position += 1
        guard let first = peek, isHexadecimalDigit(first) else {
            throw failure("hexadecimal digit expected", start, quote)
        }
        var number = UInt32(hexadecimalValue(first))
        position += 1
        while let digit = peek, isHexadecimalDigit(digit) {
            guard number <= 0x7FFF_FFFF >> 4 else { throw failure("UTF-8 value too large", start, quote) }
            number = number << 4 | UInt32(hexadecimalValue(digit))
            position += 1
        }
        guard peek == UInt8(ascii: "}") else { throw failure("missing '}'", start, quote) }
        position += 1
        return extendedUTF8(number)
    }

    private var peek: UInt8? { position < text.count ? text[position] : nil }

    /// The byte that is wrong is shown too, unless the text ends before it.
    private func failure(_ reason: String, _ start: Int, _ quote: UInt8) -> Failure {
        let end = min(position + 1, text.count)
        return Failure(reason: reason, end: end, shown: [quote] + value + text[start..<end])
    }
}

/// UTF-8 as it was before it was cut to 21 bits: up to six bytes.
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
