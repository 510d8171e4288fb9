/// A token as the parser needs it.
struct Lexeme {
    enum Value {
        case none
        case name(String)
        case string([UInt8])
        case integer(Int64)
        case number(Double)
    }

    /// The text of a keyword or symbol; of everything else what Lua calls it: `<name>`, `<string>`, `<eof>`.
    var mark: String
    var value = Value.none
    /// In bytes; empty at the end of the text.
    var range: Range<Int>

    var name: String? { if case .name(let name) = value { name } else { nil } }

    static func end(at offset: Int) -> Lexeme { Lexeme(mark: "<eof>", range: offset..<offset) }
}

/// Makes the tokens that the parser reads, with what names and literals stand for, and collects the comments between them.
struct LexemeReader {
    private let source: LuaSource
    private var scanner: LuaScanner
    private(set) var comments: [Range<Int>] = []

    init(_ source: LuaSource) {
        self.source = source
        scanner = LuaScanner(text: source.bytes)
    }

    mutating func next() throws(LuaReadingStopped) -> Lexeme {
        while let token = scanner.next() {
            guard token.isFinished else { throw LuaReadingStopped(range: token.range) }
            switch token.kind {
            case .comment: comments.append(token.range)
            case .keyword, .constant, .symbol: return Lexeme(mark: source.text(token.range), range: token.range)
            case .name: return try name(token.range)
            case .number: return try number(token.range)
            case .string: return try string(token.range)
            }
        }
        return .end(at: source.bytes.count)
    }

    /// Reads a name; throws where it has a letter beyond ASCII, which the scanner takes for a part of it and Lua does
    /// not.
    private func name(_ range: Range<Int>) throws(LuaReadingStopped) -> Lexeme {
        if let foreign = source.bytes[range].firstIndex(where: { $0 >= 0x80 }) {
            throw LuaReadingStopped(range: foreign..<(foreign + 1))
        }
        return Lexeme(mark: "<name>", value: .name(source.text(range)), range: range)
    }

    private func number(_ range: Range<Int>) throws(LuaReadingStopped) -> Lexeme {
        switch Numeral(source.bytes[range]) {
        case .integer(let value): return Lexeme(mark: "<integer>", value: .integer(value), range: range)
        case .number(let value): return Lexeme(mark: "<number>", value: .number(value), range: range)
        case nil: throw LuaReadingStopped(range: range)
        }
    }

    private func string(_ range: Range<Int>) throws(LuaReadingStopped) -> Lexeme {
        let isLong = source.bytes[range.lowerBound] == UInt8(ascii: "[")
        let value = isLong ? longString(range) : StringLiteral.value(of: source.bytes, range)
        guard let value else { throw LuaReadingStopped(range: range) }
        return Lexeme(mark: "<string>", value: .string(value), range: range)
    }

    /// What stands between long brackets: a line break right behind the first is left out, others become `\n`.
    private func longString(_ range: Range<Int>) -> [UInt8] {
        let bytes = source.bytes
        let width = longBracketWidth(range)
        let end = range.upperBound - width
        var index = range.lowerBound + width
        if index < end, isLineBreak(bytes[index]) { index = afterLineBreak(index, end) }
        guard bytes[index..<max(index, end)].contains(UInt8(ascii: "\r")) else { return Array(bytes[index..<end]) }
        var value: [UInt8] = []
        while index < end {
            if isLineBreak(bytes[index]) {
                value.append(UInt8(ascii: "\n"))
                index = afterLineBreak(index, end)
            } else {
                value.append(bytes[index])
                index += 1
            }
        }
        return value
    }

    private func afterLineBreak(_ index: Int, _ end: Int) -> Int {
        let bytes = source.bytes
        let isPair = index + 1 < end && isLineBreak(bytes[index + 1]) && bytes[index + 1] != bytes[index]
        return index + (isPair ? 2 : 1)
    }

    private func longBracketWidth(_ range: Range<Int>) -> Int {
        let second = source.bytes[(range.lowerBound + 1)...].firstIndex(of: UInt8(ascii: "[")) ?? range.lowerBound
        return second - range.lowerBound + 1
    }
}
