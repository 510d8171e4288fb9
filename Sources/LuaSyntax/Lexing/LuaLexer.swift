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

/// Lua's lexer to the letter: what it refuses is refused, in its words.
struct LuaLexer {
    let source: LuaSource
    private var scanner: LuaScanner

    init(_ source: LuaSource) {
        self.source = source
        scanner = LuaScanner(text: source.bytes)
    }

    /// The line the lexer has come to, which is the one that Lua's messages name.
    var line: Int { source.line(at: scanner.position) }

    mutating func next() throws(LuaSyntaxError) -> Lexeme {
        while let token = scanner.next() {
            switch token.kind {
            case .comment:
                if !token.isFinished { throw unfinishedBracket(token, "comment") }
            case .keyword, .constant: return Lexeme(mark: source.text(token.range), range: token.range)
            case .name: return name(token.range)
            case .number: return try number(token.range)
            case .string: return try string(token)
            case .symbol: return try symbol(token.range)
            }
        }
        return .end(at: source.bytes.count)
    }

    /// Bytes beyond ASCII end a name, and are symbols that nothing takes.
    private mutating func name(_ range: Range<Int>) -> Lexeme {
        let bytes = source.bytes[range]
        guard let foreign = bytes.firstIndex(where: { $0 >= 0x80 }) else {
            return Lexeme(mark: "<name>", value: .name(source.text(range)), range: range)
        }
        scanner.position = max(foreign, range.lowerBound + 1)
        guard foreign > range.lowerBound else {
            return Lexeme(mark: character(bytes[foreign]), range: foreign..<(foreign + 1))
        }
        let word = source.text(range.lowerBound..<foreign)
        let isReserved = keywords.contains(word) || constants.contains(word)
        return Lexeme(
            mark: isReserved ? word : "<name>", value: isReserved ? .none : .name(word),
            range: range.lowerBound..<foreign)
    }

    private func number(_ range: Range<Int>) throws(LuaSyntaxError) -> Lexeme {
        switch Numeral(source.bytes[range]) {
        case .integer(let value): return Lexeme(mark: "<integer>", value: .integer(value), range: range)
        case .number(let value): return Lexeme(mark: "<number>", value: .number(value), range: range)
        case nil: throw failure("malformed number near \(shown(source.bytes[range]))", range)
        }
    }

    private func string(_ token: LuaToken) throws(LuaSyntaxError) -> Lexeme {
        let range = token.range
        guard source.bytes[range.lowerBound] != UInt8(ascii: "[") else {
            guard token.isFinished else { throw unfinishedBracket(token, "string") }
            return Lexeme(mark: "<string>", value: .string(longString(range)), range: range)
        }
        let value: [UInt8]
        do throws(StringLiteral.Failure) {
            value =
                token.isFinished
                ? try StringLiteral.read(source.bytes, range) : try StringLiteral.shown(source.bytes, range)
        } catch {
            throw LuaSyntaxError(
                message: "\(error.reason) near \(shown(error.shown[...]))",
                line: source.line(at: max(range.lowerBound, error.end - 1)), range: range.lowerBound..<error.end)
        }
        if token.isFinished { return Lexeme(mark: "<string>", value: .string(value), range: range) }
        let isAtEnd = range.upperBound >= source.bytes.count
        throw failure("unfinished string near \(isAtEnd ? "<eof>" : shown(value[...]))", range)
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

    private mutating func symbol(_ range: Range<Int>) throws(LuaSyntaxError) -> Lexeme {
        let bytes = source.bytes
        let byte = bytes[range.lowerBound]
        if range.count > 1 { return Lexeme(mark: source.text(range), range: range) }
        if byte == UInt8(ascii: "["), range.upperBound < bytes.count, bytes[range.upperBound] == UInt8(ascii: "=") {
            let end = bytes[range.upperBound...].firstIndex { $0 != UInt8(ascii: "=") } ?? bytes.count
            throw failure(
                "invalid long string delimiter near \(shown(bytes[range.lowerBound..<end]))", range.lowerBound..<end)
        }
        return Lexeme(mark: character(byte), range: range)
    }

    private func character(_ byte: UInt8) -> String {
        (0x20..<0x7F).contains(byte) ? String(UnicodeScalar(byte)) : "<\\\(byte)>"
    }

    private func unfinishedBracket(_ token: LuaToken, _ kind: String) -> LuaSyntaxError {
        let start = source.line(at: token.range.lowerBound)
        return failure("unfinished long \(kind) (starting at line \(start)) near <eof>", token.range)
    }

    private func failure(_ message: String, _ range: Range<Int>) -> LuaSyntaxError {
        LuaSyntaxError(message: message, line: source.line(at: range.upperBound), range: range)
    }
}

extension LuaLexer {
    /// `lexeme` as Lua's messages show it.
    func shown(_ lexeme: Lexeme) -> String {
        switch lexeme.value {
        case .name, .integer, .number: return shown(source.bytes[lexeme.range])
        case .string(let value): return shown(quotes(lexeme.range, value)[...])
        case .none: return lexeme.mark == "<eof>" ? "<eof>" : "'\(lexeme.mark)'"
        }
    }

    private func quotes(_ range: Range<Int>, _ value: [UInt8]) -> [UInt8] {
        let bytes = source.bytes
        let isLong = bytes[range.lowerBound] == UInt8(ascii: "[")
        let width = isLong ? longBracketWidth(range) : 1
        return bytes[range.lowerBound..<(range.lowerBound + width)] + value
            + bytes[(range.upperBound - width)..<range.upperBound]
    }

    /// Lua prints texts as C does: up to the first zero.
    private func shown(_ bytes: ArraySlice<UInt8>) -> String {
        "'\(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))'"
    }
}
