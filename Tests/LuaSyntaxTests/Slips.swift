import LuaSyntax

/// Makes the slips that people make: tokens left out, doubled, exchanged; and parts that look like Lua and are none.
struct Slips {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private static let parts = [
        "goto x", "::x::", "break", "local x <const> = 1 x = 2", "...", "\"\\q\"", "'abc", "[==[", "0x", "1e", "3..2",
        "@",
        "\u{20AC}", "goto continue", "return", "end", "}", ")", "function", "local", "<const>", "<foo>", "//", "~",
        "~=",
        "repeat local z until z", "for i = 1 do", "for i in", "a.b:c", "(f) = 1", "f() = 1", "a, b = 1", "--[[ x",
        "[=x",
        ";", "\r\n", "do goto q; local w; ::q:: print() end", "do goto q; local w; ::q:: end", "elseif", "then",
        "until",
    ].map { Array(" \($0) ".utf8) }

    mutating func mutate(_ source: [UInt8]) -> [UInt8] {
        var pieces = pieces(of: source)
        let start = below(pieces.count)
        pieces = Array(pieces[start...].prefix(5 + below(200)))
        for _ in 0..<below(3) where !pieces.isEmpty {
            let place = below(pieces.count)
            switch below(5) {
            case 0: pieces.remove(at: place)
            case 1: pieces.insert(Self.parts[below(Self.parts.count)], at: place)
            case 2: pieces.insert(pieces[below(pieces.count)], at: place)
            case 3: pieces[place] = Self.parts[below(Self.parts.count)]
            default: pieces.removeSubrange(place...)
            }
        }
        return Array(pieces.joined())
    }

    /// Tokens, each with what stands before it.
    private func pieces(of source: [UInt8]) -> [[UInt8]] {
        var end = 0
        return luaTokens(source).map { token in
            defer { end = token.range.upperBound }
            return Array(source[end..<token.range.upperBound])
        }
    }

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }
}
