import Text

/// Finds where each token starts and ends, as Lua's own lexer does, but goes on whatever it meets.
struct LuaScanner {
    let text: [UInt8]
    /// The next byte to read.
    private var position: Int

    /// - Parameter offset: Where to begin, which is no place inside a token.
    init(text: [UInt8], from offset: Int = 0) { (self.text, position) = (text, offset) }

    mutating func next() -> LuaToken? {
        while position < text.count, isSpace(text[position]) { position += 1 }
        guard position < text.count else { return nil }
        let start = position
        let (kind, isFinished) = scan(text[position])
        return LuaToken(kind: kind, range: start..<position, isFinished: isFinished)
    }

    private mutating func scan(_ byte: UInt8) -> (LuaToken.Kind, Bool) {
        if isNameByte(byte), !isDigit(byte) { return (word(), true) }
        if isDigit(byte) || (byte == UInt8(ascii: ".") && isDigit(peek(1))) { return (number(), true) }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return (.string, quoted(byte))
        case UInt8(ascii: "["): return longBracket().map { (.string, $0) } ?? symbol()
        case UInt8(ascii: "-") where peek(1) == byte: return (.comment, comment())
        default: return symbol()
        }
    }

    private mutating func word() -> LuaToken.Kind {
        let start = position
        while isNameByte(peek(0)) { position += 1 }
        let first = Int(text[start]) - Int(UInt8(ascii: "a"))
        guard Self.reserved.indices.contains(first) else { return .name }
        let word = text[start..<position]
        return Self.reserved[first].first { word.elementsEqual($0.word.utf8) }?.kind ?? .name
    }

    /// Lua's own words by their first letter: most words are names, and are told to be without being hashed.
    private static let reserved: [[(word: String, kind: LuaToken.Kind)]] = {
        let words = keywords.map { ($0, LuaToken.Kind.keyword) } + constants.map { ($0, LuaToken.Kind.constant) }
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).map { letter in words.filter { $0.0.utf8.first == letter } }
    }()

    /// Reads what Lua's lexer takes for a number before it looks whether it is one: `3x` is a malformed number, not two
    /// tokens.
    private mutating func number() -> LuaToken.Kind {
        if peek(0) == UInt8(ascii: ".") { position += 1 }
        let isHexadecimal = peek(0) == UInt8(ascii: "0") && peek(1) | 0x20 == UInt8(ascii: "x")
        position += isHexadecimal ? 2 : 1
        let exponent = UInt8(ascii: isHexadecimal ? "p" : "e")
        while true {
            if peek(0) | 0x20 == exponent {
                position += 1
                if peek(0) == UInt8(ascii: "+") || peek(0) == UInt8(ascii: "-") { position += 1 }
            } else if hexValue(peek(0)) != nil || peek(0) == UInt8(ascii: ".") {
                position += 1
            } else {
                break
            }
        }
        if isNameByte(peek(0)), peek(0) < 0x80 { position += 1 }
        return .number
    }

    /// Reads a string in quotes; true when its closing quote is there. A line break ends an unfinished string.
    private mutating func quoted(_ quote: UInt8) -> Bool {
        position += 1
        while position < text.count {
            let byte = text[position]
            if isLineBreak(byte) { return false }
            position += 1
            if byte == quote { return true }
            if byte == UInt8(ascii: "\\") { skipEscaped() }
        }
        return false
    }

    /// Skips what follows a backslash: one byte, a line break or, after `\z`, any number of blanks and line breaks.
    private mutating func skipEscaped() {
        let byte = peek(0)
        if position < text.count { position += 1 }
        if byte == UInt8(ascii: "z") {
            while position < text.count, isSpace(text[position]) { position += 1 }
        } else if isLineBreak(byte), isLineBreak(peek(0)), peek(0) != byte {
            position += 1
        }
    }

    private mutating func comment() -> Bool {
        position += 2
        if peek(0) == UInt8(ascii: "["), let isFinished = longBracket() { return isFinished }
        while position < text.count, !isLineBreak(text[position]) { position += 1 }
        return true
    }

    /// Reads `[==[ … ]==]`; true when its closing bracket is there. Nil, and nothing read, where no such bracket opens.
    private mutating func longBracket() -> Bool? {
        var level = 0
        while peek(1 + level) == UInt8(ascii: "=") { level += 1 }
        guard peek(1 + level) == UInt8(ascii: "[") else { return nil }
        position += level + 2
        while position < text.count {
            if text[position] == UInt8(ascii: "]"), closesLongBracket(level) {
                position += level + 2
                return true
            }
            position += 1
        }
        return false
    }

    private func closesLongBracket(_ level: Int) -> Bool {
        for offset in 0..<level where peek(1 + offset) != UInt8(ascii: "=") { return false }
        return peek(1 + level) == UInt8(ascii: "]")
    }

    private mutating func symbol() -> (LuaToken.Kind, Bool) {
        let (first, second) = (peek(0), peek(1))
        switch (first, second) {
        case (UInt8(ascii: "."), UInt8(ascii: ".")): position += peek(2) == first ? 3 : 2
        case (UInt8(ascii: "="), UInt8(ascii: "=")), (UInt8(ascii: "~"), UInt8(ascii: "=")),
            (UInt8(ascii: "<"), UInt8(ascii: "=")), (UInt8(ascii: ">"), UInt8(ascii: "=")),
            (UInt8(ascii: "/"), UInt8(ascii: "/")), (UInt8(ascii: ":"), UInt8(ascii: ":")),
            (UInt8(ascii: "<"), UInt8(ascii: "<")), (UInt8(ascii: ">"), UInt8(ascii: ">")):
            position += 2
        default: position += 1
        }
        return (.symbol, true)
    }

    private func peek(_ offset: Int) -> UInt8 {
        position + offset < text.count ? text[position + offset] : 0
    }
}

func isLineBreak(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

/// Bytes beyond ASCII are no letters to Lua, but people type them: they stay together, and the parser stops there.
private func isNameByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}
