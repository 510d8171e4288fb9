/// A piece of Lua text, as the prompt highlights, completes and rewrites it.
public struct LuaToken: Hashable, Sendable {
    public enum Kind: Sendable {
        case name, keyword, constant, number, string, comment, symbol
    }

    public let kind: Kind
    /// In UTF-8 bytes.
    public let range: Range<Int>
    /// False for a string or comment that the text ends in.
    public let isFinished: Bool
}

/// Splits Lua text into tokens, whatever state it is in: a line that is still being typed has tokens too.
public func luaTokens(_ text: [UInt8]) -> [LuaToken] {
    var lexer = LuaLexer(text: text)
    return lexer.all()
}

private let keywords: Set<String> = [
    "and", "break", "do", "else", "elseif", "end", "for", "function", "goto", "if", "in", "local", "not", "or",
    "repeat",
    "return", "then", "until", "while",
]
private let constants: Set<String> = ["nil", "true", "false"]

/// Lua's words that are no names.
let reservedWords: [String] = (keywords.union(constants)).sorted()

private struct LuaLexer {
    let text: [UInt8]
    var position = 0

    mutating func all() -> [LuaToken] {
        var tokens: [LuaToken] = []
        while let token = next() { tokens.append(token) }
        return tokens
    }

    private mutating func next() -> LuaToken? {
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
        let word = String(decoding: text[start..<position], as: UTF8.self)
        return keywords.contains(word) ? .keyword : constants.contains(word) ? .constant : .name
    }

    private mutating func number() -> LuaToken.Kind {
        while isNameByte(peek(0)) || peek(0) == UInt8(ascii: ".") {
            let isExponent = [UInt8(ascii: "e"), UInt8(ascii: "E")].contains(peek(0))
            position += 1
            if isExponent, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(peek(0)) { position += 1 }
        }
        return .number
    }

    /// True when the closing quote is there; a line break ends an unfinished string.
    private mutating func quoted(_ quote: UInt8) -> Bool {
        position += 1
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: "\n") { return false }
            position += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == quote { return true }
        }
        position = text.count
        return false
    }

    private mutating func comment() -> Bool {
        position += 2
        if peek(0) == UInt8(ascii: "["), let isFinished = longBracket() { return isFinished }
        while position < text.count, text[position] != UInt8(ascii: "\n") { position += 1 }
        return true
    }

    /// `[==[ … ]==]`; nil, and nothing read, where no such bracket opens.
    private mutating func longBracket() -> Bool? {
        var level = 0
        while peek(1 + level) == UInt8(ascii: "=") { level += 1 }
        guard peek(1 + level) == UInt8(ascii: "[") else { return nil }
        let closing = [UInt8(ascii: "]")] + [UInt8](repeating: UInt8(ascii: "="), count: level) + [UInt8(ascii: "]")]
        position += level + 2
        while position < text.count {
            if text[position...].starts(with: closing) {
                position += closing.count
                return true
            }
            position += 1
        }
        return false
    }

    private static let pairs: [[UInt8]] = ["...", "..", "==", "~=", "<=", ">=", "//", "::", "<<", ">>"].map {
        Array($0.utf8)
    }

    private mutating func symbol() -> (LuaToken.Kind, Bool) {
        let rest = text[position...]
        position += Self.pairs.first { rest.starts(with: $0) }?.count ?? 1
        return (.symbol, true)
    }

    private func peek(_ offset: Int) -> UInt8 {
        position + offset < text.count ? text[position + offset] : 0
    }
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

/// Bytes beyond ASCII are no letters to Lua, but people type them: they stay together, and Lua complains.
private func isNameByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}
