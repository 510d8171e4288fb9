import Text

/// A recursive-descent reader over bytes. Every read is bounds-checked by `peek`.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    /// Whether what is wrong inside of a text or a number is replaced instead of refused.
    private let isTolerant: Bool
    private var position = 0
    private var depth = 0
    /// Asked now and then whether to go on.
    private let goesOn: ((Int) -> Bool)?
    /// What a value takes besides its text, about: itself and its share of the list or object that holds it.
    private static let valueCost = 64
    /// What was read since the last question, and how much may be.
    private var unasked = 0
    private static let askingInterval = 1 << 15
    /// How much of a text is read between two questions, in bytes.
    private static let piece = 1 << 16
    /// Where in a long text the next question is due.
    private var nextLook = piece

    init(_ bytes: UnsafeBufferPointer<UInt8>, isTolerant: Bool, while goesOn: ((Int) -> Bool)? = nil) {
        (self.bytes, self.isTolerant, self.goesOn) = (bytes, isTolerant, goesOn)
    }

    mutating func document() throws(JSONError) -> Value {
        // U+FEFF, which Windows puts at the start of a text; RFC 8259, section 8.1, lets a reader pass over it.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        skipSpace()
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw error("text after the value") }
        return value
    }

    private mutating func value() throws(JSONError) -> Value {
        guard let goesOn else { return try anyValue() }
        let start = position
        let value = try anyValue()
        unasked += Self.valueCost
        if case .string = value { unasked += position - start }
        if unasked >= Self.askingInterval {
            guard goesOn(unasked) else { throw Self.ended }
            unasked = 0
        }
        return value
    }

    private mutating func anyValue() throws(JSONError) -> Value {
        switch peek {
        case UInt8(ascii: "{"): return try nested { parser throws(JSONError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { parser throws(JSONError) in try parser.list() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case let byte? where byte == UInt8(ascii: "-") || isDigit(byte): return try number()
        case nil: throw error("the text ends where a value should stand")
        case _?: throw error("a value should stand here")
        }
    }

    private mutating func nested(_ read: (inout JSONParser) throws(JSONError) -> Value) throws(JSONError) -> Value {
        guard depth < Value.maximumDepth else { throw error("nested more than \(Value.maximumDepth) deep") }
        depth += 1
        position += 1
        skipSpace()
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONError) -> Value {
        var members: [Object.Member] = []
        var seen: Set<String> = []
        while peek != UInt8(ascii: "}") {
            if !members.isEmpty { try expect(",") }
            guard peek == UInt8(ascii: "\"") else { throw error("a name in quotation marks should stand here") }
            let start = position
            let key = try string()
            let isFirst = isNew(key, members, &seen)
            guard isFirst || isTolerant else {
                position = start
                throw error("the name \(quoted(key)) stands twice")
            }
            skipSpace()
            try expect(":")
            let value = try value()
            if isFirst { members.append(Object.Member(key, value)) }
            skipSpace()
        }
        position += 1
        return .object(Object(uniqueMembers: members))
    }

    /// Small objects, which is nearly all, are compared member by member; only large ones pay for a set.
    private func isNew(_ key: String, _ members: [Object.Member], _ seen: inout Set<String>) -> Bool {
        if members.count < 16 { return !members.contains { $0.key == key } }
        if seen.isEmpty { seen = Set(members.map(\.key)) }
        return seen.insert(key).inserted
    }

    private mutating func list() throws(JSONError) -> Value {
        var items: [Value] = []
        while peek != UInt8(ascii: "]") {
            if !items.isEmpty { try expect(",") }
            items.append(try value())
            skipSpace()
        }
        position += 1
        return .list(items)
    }

    private mutating func word(_ word: StaticString, _ value: Value) throws(JSONError) -> Value {
        let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes[position...].starts(with: letters) else { throw error("a value should stand here") }
        position += letters.count
        return value
    }

    private mutating func number() throws(JSONError) -> Value {
        let start = position
        if peek == UInt8(ascii: "-") { position += 1 }
        let firstDigit = position
        try digits()
        if bytes[firstDigit] == UInt8(ascii: "0"), position - firstDigit > 1 { throw error("a number starts with 0") }
        var isWhole = true
        if peek == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            try digits()
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            isWhole = false
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let number = Int(text) { return .int(number) }
        // As a fraction it would be another number.
        if isWhole, !isTolerant { throw error("a whole number of more than 64 bits; write it as text") }
        guard let number = Double(text), number.isFinite else { throw error("a number too large for 64 bits") }
        return .number(number)
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while let byte = peek, isDigit(byte) { position += 1 }
        if position == start { throw error("a digit should stand here") }
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                return try text(bytes[start..<position])
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20 where !isTolerant: throw error("a control character inside a string")
            default:
                position += 1
                if position >= nextLook { try look() }
            }
        }
        throw error("a string without end")
    }

    /// Without a place: to find it, all of the text before would be read again.
    private static var ended: JSONError { JSONError(message: "reading was ended", line: 0, column: 0) }

    /// Asks whether to go on in the middle of a long text.
    private mutating func look() throws(JSONError) {
        nextLook = position + Self.piece
        if let goesOn, !goesOn(Self.piece) { throw Self.ended }
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var buffer = Array(bytes[start..<position])
        while let byte = peek {
            position += 1
            if position >= nextLook { try look() }
            switch byte {
            case UInt8(ascii: "\""): return try buffer.withUnsafeBufferPointer(text)
            case UInt8(ascii: "\\"): try escape(into: &buffer)
            case 0..<0x20 where !isTolerant: throw error("a control character inside a string")
            default: buffer.append(byte)
            }
        }
        throw error("a string without end")
    }

    private mutating func escape(into buffer: inout [UInt8]) throws(JSONError) {
        guard let letter = peek else { throw error("a string without end") }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(letter)
        case UInt8(ascii: "b"): buffer.append(8)
        case UInt8(ascii: "f"): buffer.append(12)
        case UInt8(ascii: "n"): buffer.append(10)
        case UInt8(ascii: "r"): buffer.append(13)
        case UInt8(ascii: "t"): buffer.append(9)
        case UInt8(ascii: "u"): buffer.append(contentsOf: String(Character(try scalar())).utf8)
        case _ where isTolerant: buffer.append(letter)
        default: throw error("an unknown escape")
        }
    }

    /// The code point of `\uXXXX`, or of two of them that form a surrogate pair.
    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let second = position
        if first < 0xDC00, peek == UInt8(ascii: "\\") {
            position += 1
            if peek == UInt8(ascii: "u") {
                position += 1
                let second = try hexadecimal()
                if (0xDC00...0xDFFF).contains(second),
                    let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
                {
                    return scalar
                }
            }
        }
        guard isTolerant else { throw error("half a surrogate pair") }
        position = second
        return "\u{FFFD}"
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = peek.flatMap(hexValue) else {
                throw error("four hexadecimal digits should stand here")
            }
            code = code << 4 + UInt32(digit)
            position += 1
        }
        return code
    }

    private func text(_ bytes: some Sequence<UInt8>) throws(JSONError) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        guard isTolerant else { throw error("a string that is not UTF-8") }
        return String(decoding: Array(bytes), as: UTF8.self)
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(JSONError) {
        guard peek == UInt8(ascii: character) else { throw error("a \"\(character)\" should stand here") }
        position += 1
        skipSpace()
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func error(_ message: String) -> JSONError {
        let before = bytes[..<min(position, bytes.count)]
        let line = before.count { $0 == 0x0A } + 1
        let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
        return JSONError(message: message, line: line, column: column)
    }
}

extension Value {
    /// How many lists and objects may stand inside each other; deeper text is refused before it can exhaust the stack.
    public static let maximumDepth = 100
}
