/// A piece of Lua text, as the prompt highlights, completes and rewrites it.
public struct LuaToken: Hashable, Sendable {
    /// What a token is to somebody who reads it; `constant` is `nil`, `true` or `false`.
    public enum Kind: Sendable {
        case name, keyword, constant, number, string, comment, symbol
    }

    /// What the token is; a keyword is never a name.
    public let kind: Kind
    /// Where the token is, in UTF-8 bytes.
    public let range: Range<Int>
    /// False for a string or comment that the text ends in.
    public let isFinished: Bool
}

/// Splits Lua text into tokens, whatever state it is in: a line that is still being typed has tokens too.
public func luaTokens(_ text: [UInt8]) -> [LuaToken] {
    var scanner = LuaScanner(text: text)
    var tokens: [LuaToken] = []
    while let token = scanner.next() { tokens.append(token) }
    return tokens
}

/// Lua's words that are no names, sorted.
public let luaReservedWords: [String] = keywords.union(constants).sorted()

let keywords: Set<String> = [
    "and", "break", "do", "else", "elseif", "end", "for", "function", "goto", "if", "in", "local", "not", "or",
    "repeat", "return", "then", "until", "while",
]
let constants: Set<String> = ["nil", "true", "false"]
