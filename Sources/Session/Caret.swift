import CPHModel
import LuaKit
import LuaSyntax
import Projects
import Schema

/// The part of a chunk that an error is about, as a line with a caret under it.
struct Caret {
    let line: Int
    let column: String

    /// Finds the part; nil where it cannot be told.
    init?(_ error: LuaError, in script: Script, at line: Int, width: (String) -> Int) {
        if let problems = (error.hostError as? CPHError)?.problems, !problems.isEmpty {
            self.init(problems, in: script, from: line, width)
        } else if case .syntax = error.kind {
            self.init(refusal: error, in: LuaSource(script.source), width)
        } else {
            self.init(subject(of: error), in: script, line, width)
        }
    }

    /// Finds the first field that has a problem and was written in the call that begins at `line`.
    private init?(_ problems: [Problem], in script: Script, from line: Int, _ width: (String) -> Int) {
        let keys = problems.compactMap { problem in
            problem.path.steps.reversed().lazy.compactMap { if case .key(let key) = $0 { key } else { nil } }.first
        }
        var text = ""
        for number in line...(line + 100) {
            guard let next = script.line(number) else { return nil }
            for key in keys {
                if let caret = Caret(key, in: script, number, width) {
                    self = caret
                    return
                }
            }
            text += next + "\n"
            if TypedLua(text).openBlocks == 0 { return nil }
        }
        return nil
    }

    /// Finds the token that Lua does not accept, if it begins in the line in question; nil at the end of the text.
    private init?(refusal error: LuaError, in source: LuaSource, _ width: (String) -> Int) {
        let refusal = LuaRefusal(error, in: source)
        guard let token = refusal.token, !token.isEmpty, refusal.line.contains(token.lowerBound) else { return nil }
        let line = refusal.line
        self.init(
            source.line(at: line.lowerBound), before: source.bytes[line.lowerBound..<token.lowerBound],
            source.bytes[token.clamped(to: line)], width)
    }

    private init?(_ word: String?, in script: Script, _ number: Int, _ width: (String) -> Int) {
        guard let word, let text = script.line(number).map(TypedLua.init), let token = token(word, in: text) else {
            return nil
        }
        self.init(number, before: text.bytes[..<token.range.lowerBound], text.bytes[token.range], width)
    }

    /// - Parameter before: What the line has in front of the marked bytes.
    private init(
        _ number: Int, before: ArraySlice<UInt8>, _ marked: ArraySlice<UInt8>, _ width: (String) -> Int
    ) {
        let before = String(decoding: before, as: UTF8.self)
        line = number
        column =
            before.map { $0 == "\t" ? "\t" : String(repeating: " ", count: width(String($0))) }.joined()
            + String(repeating: "^", count: max(1, width(String(decoding: marked, as: UTF8.self))))
    }
}

/// The name that a message of Lua is about.
private func subject(of error: LuaError) -> String? {
    for kind in ["global", "local", "upvalue", "field", "method", "undeclared global"] {
        if let name = lastQuoted(in: error.message, after: "\(kind) '") { return name }
    }
    return lastQuoted(in: error.message, after: "has no \"", closing: "\"")
}

private func lastQuoted(in message: String, after mark: String, closing: Unicode.Scalar = "'") -> String? {
    let bytes = Array(message.utf8)
    let mark = Array(mark.utf8)
    guard bytes.count > mark.count,
        let start = bytes.indices.last(where: { bytes[$0...].starts(with: mark) }),
        let end = bytes[(start + mark.count)...].dropFirst().firstIndex(of: UInt8(ascii: closing))
    else { return nil }
    return String(decoding: bytes[(start + mark.count)..<end], as: UTF8.self)
}

private func token(_ word: String, in text: TypedLua) -> LuaToken? {
    text.tokens.last { text.text($0) == word || (word.count > 20 && text.text($0).hasPrefix(word)) }
}
