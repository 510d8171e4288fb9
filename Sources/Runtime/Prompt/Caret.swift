import CPHModel
import LuaKit

/// `^^^^` under the part of `line` that an error is about; nil where that cannot be told.
func caret(under line: String, for error: LuaError) -> String? {
    let text = LuaText(line)
    guard let word = subject(of: error), let token = token(word, in: text) else { return nil }
    let before = text.bytes[..<token.range.lowerBound].map { $0 == UInt8(ascii: "\t") ? "\t" : " " }
    // Bytes that continue a character take no column of their own.
    let columns = zip(text.bytes, before).filter { $0.0 & 0xC0 != 0x80 }.map(\.1).joined()
    return columns + String(repeating: "^", count: text.text(token).count)
}

/// The name or symbol an error's message is about.
private func subject(of error: LuaError) -> String? {
    if let problem = (error.hostError as? CPHError)?.problems.first {
        return problem.path.steps.reversed().lazy.compactMap { if case .key(let key) = $0 { key } else { nil } }.first
    }
    if case .syntax = error.kind {
        return error.message.hasSuffix("near <eof>") ? nil : lastQuoted(in: error.message, after: "near '")
    }
    for kind in ["global", "local", "upvalue", "field", "method", "undeclared global"] {
        if let name = lastQuoted(in: error.message, after: "\(kind) '") { return name }
    }
    return nil
}

private func lastQuoted(in message: String, after mark: String) -> String? {
    let bytes = Array(message.utf8)
    let mark = Array(mark.utf8)
    guard bytes.count > mark.count,
        let start = bytes.indices.last(where: { bytes[$0...].starts(with: mark) }),
        let end = bytes[(start + mark.count)...].dropFirst().firstIndex(of: UInt8(ascii: "'"))
    else { return nil }
    return String(decoding: bytes[(start + mark.count)..<end], as: UTF8.self)
}

private func token(_ word: String, in text: LuaText) -> LuaToken? {
    text.tokens.last { text.text($0) == word || (word.count > 20 && text.text($0).hasPrefix(word)) }
}
