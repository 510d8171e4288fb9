extension LuaContext {
    /// Takes the message on top of the stack as the error that `source` has.
    func takeSyntaxError(_ source: [UInt8], chunk: String) -> LuaError {
        defer { pop() }
        let text = lossyString(at: -1)
        let (line, message) = LuaError.splitLine(text)
        return LuaError(
            .syntax(isIncomplete: LuaError.isIncomplete(text, source: source)), message: message,
            position: line.map { LuaPosition(chunk: chunk, line: $0) }, value: value(at: -1))
    }
}

extension LuaError {
    /// Splits `chunk:12: message`, whatever the chunk is called: the first number between colons is the line.
    static func splitLine(_ text: String) -> (line: Int?, message: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for index in parts.indices.dropFirst().dropLast() {
            guard let line = Int(parts[index]) else { continue }
            return (line, String(text[parts[index].endIndex...].dropFirst().drop { $0 == " " }))
        }
        return (nil, text)
    }

    /// Lua stopped at the end of the text. A string in quotes cannot go on in the next line, unless its line ends in
    /// a backslash or `\z`.
    static func isIncomplete(_ message: String, source: [UInt8]) -> Bool {
        guard message.hasSuffix("<eof>") else { return false }
        guard message.contains("unfinished string") else { return true }
        let line = source.last == UInt8(ascii: "\n") ? source.dropLast() : source[...]
        return line.last == UInt8(ascii: "\\") || line.suffix(2).elementsEqual("\\z".utf8)
    }
}
