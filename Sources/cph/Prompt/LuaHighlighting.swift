import LuaSyntax
import Terminal

/// Finds the colours of a Lua text.
func highlighted(_ text: String) -> [StyledSpan] {
    let bytes = Array(text.utf8)
    let tokens = luaTokens(bytes)
    return tokens.indices.compactMap { index in
        role(tokens, index, bytes).map { StyledSpan(tokens[index].range, $0) }
    }
}

private func role(_ tokens: [LuaToken], _ index: Int, _ bytes: [UInt8]) -> Role? {
    switch tokens[index].kind {
    case .keyword: return .keyword
    case .constant: return .constant
    case .number: return .number
    case .string: return .string
    case .comment: return .comment
    case .symbol: return nil
    case .name:
        guard index + 1 < tokens.count else { return nil }
        let next = bytes[tokens[index + 1].range.lowerBound]
        if next == UInt8(ascii: "(") || next == UInt8(ascii: "{") || tokens[index + 1].kind == .string {
            return .function
        }
        return next == UInt8(ascii: "=") && tokens[index + 1].range.count == 1 ? .field : nil
    }
}
