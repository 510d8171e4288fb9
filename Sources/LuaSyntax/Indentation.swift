// How lines of Lua are indented while they are typed.

/// The blanks before a line inside of `depth` blocks.
package func luaIndentation(depth: Int) -> String { String(repeating: "  ", count: depth) }

extension TypedLua {
    /// How many blocks and brackets are open at the end, which is how far the next line is indented.
    package var openBlocks: Int {
        var depth = 0
        for (index, token) in tokens.enumerated() {
            switch text(token) {
            case "{", "(", "[", "function", "then", "repeat": depth += 1
            case "do": depth += 1
            case "}", ")", "]", "end", "until": depth -= 1
            case "elseif": depth -= 1
            // `then` before it has counted, and what follows is a block again.
            case "else" where self[index + 1] != "if": break
            default: break
            }
        }
        return max(0, depth)
    }
}

private let closers: Set<String> = ["end", "else", "elseif", "until", "}", ")", "]"]

/// How the line in `line` (UTF-8 bytes) is indented when it begins with a word or bracket that closes a block: as the line
/// that opened it. Nil for every other line, which stays as it is.
public func luaIndentation(_ text: String, line: Range<Int>) -> String? {
    let bytes = Array(text.utf8)
    let first = TypedLua(String(decoding: bytes[line], as: UTF8.self))[0]
    guard closers.contains(first) else { return nil }
    let depth = TypedLua(String(decoding: bytes[..<line.lowerBound], as: UTF8.self)).openBlocks
    return luaIndentation(depth: max(0, depth - 1))
}
