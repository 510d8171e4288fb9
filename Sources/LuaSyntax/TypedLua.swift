/// Lua text with its tokens: what all readers of a typed line share.
package struct TypedLua {
    /// The text in UTF-8.
    package let bytes: [UInt8]
    /// The tokens without comments.
    package let tokens: [LuaToken]

    /// Splits `text` into tokens; it need not be complete or correct.
    package init(_ text: String) {
        bytes = Array(text.utf8)
        tokens = luaTokens(bytes).filter { $0.kind != .comment }
    }

    /// The text of a token.
    package func text(_ token: LuaToken) -> String { String(decoding: bytes[token.range], as: UTF8.self) }

    /// The text in a range of bytes.
    package func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The text of token `index`; empty beyond both ends.
    package subscript(index: Int) -> String { tokens.indices.contains(index) ? text(tokens[index]) : "" }

    /// The kind of token `index`; nil beyond both ends.
    package func kind(_ index: Int) -> LuaToken.Kind? { tokens.indices.contains(index) ? tokens[index].kind : nil }

    /// Whether a `;` ends the text, which mutes it.
    package var isMuted: Bool { tokens.last.map { text($0) == ";" } ?? false }

    /// The text without the `;` at its end, comments behind the last token left out.
    package var withoutSemicolon: String {
        var count = tokens.count
        while count > 0, self[count - 1] == ";" { count -= 1 }
        guard count > 0 else { return "" }
        return text(0..<tokens[count - 1].range.upperBound)
    }
}
