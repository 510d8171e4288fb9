import LuaKit
import LuaSyntax

/// What Lua has against a text, in its own words, and which part of the text that is about.
struct LuaRefusal: Error {
    let message: String
    /// In bytes; empty at the end of the text.
    let range: Range<Int>
}

extension LuaState {
    /// Compiles `source` and does not run it: the one place where a text is judged.
    ///
    /// - Parameter name: What the position of the error calls the text.
    /// - Returns: What Lua has against it, or that the memory was too little to tell; nil when it is Lua.
    func judge(_ source: [UInt8], name: String) -> LuaError? {
        do throws(LuaError) {
            _ = try load(source, chunk: name)
            return nil
        } catch {
            return error
        }
    }

    /// Reads the tree of `script`, which Lua judges first.
    func tree(of script: Script) throws(LuaRefusal) -> LuaTree {
        let source = LuaSyntax.LuaSource(script.source)
        if let error = judge(script.source, name: script.name) { throw LuaRefusal(error, in: source) }
        do throws(LuaReadingStopped) {
            return try LuaTree(parsing: source)
        } catch {
            throw LuaRefusal(message: "Lua takes this and cph cannot read it; please report it", range: error.range)
        }
    }
}

extension LuaRefusal {
    /// Finds the place: Lua says the line and the words there, never the column.
    init(_ error: LuaError, in source: LuaSyntax.LuaSource) {
        message = error.message
        let isAtToken = message.contains(" near ")
        let line = (isAtToken ? nil : Self.lineNamed(in: message)) ?? error.position?.line
        let stop = isAtToken || line == nil ? Self.stop(in: source, at: line) : nil
        range =
            stop ?? Self.token(named: message, in: source, at: line ?? 1) ?? source.range(ofLine: line ?? 1) ?? 0..<0
    }

    /// `no visible label 'x' for <goto> at line 3` is about that line, wherever Lua was when it found out.
    private static func lineNamed(in message: String) -> Int? {
        let words = message.split(separator: " ")
        let index = zip(words, words.dropFirst()).map { $0 == "at" && $1 == "line" }.firstIndex(of: true)
        return index.flatMap { words.dropFirst($0 + 2).first }.flatMap { Int($0) }
    }

    /// Where our own reading stops, if that is at the line that Lua names.
    private static func stop(in source: LuaSyntax.LuaSource, at line: Int?) -> Range<Int>? {
        do throws(LuaReadingStopped) {
            _ = try LuaTree(parsing: source)
            return nil
        } catch {
            let lines = source.line(at: error.range.lowerBound)...source.line(at: error.range.upperBound)
            return line.map(lines.contains) ?? true ? error.range : nil
        }
    }

    /// The last token of the line that the message has in quotes; nil where a message that says `near` could mean several.
    private static func token(named message: String, in source: LuaSyntax.LuaSource, at line: Int) -> Range<Int>? {
        guard let range = source.range(ofLine: line) else { return nil }
        let tokens = luaTokens(Array(source.bytes[range])).map { token in
            (token.range.lowerBound + range.lowerBound)..<(token.range.upperBound + range.lowerBound)
        }
        let named = tokens.filter { message.contains("'\(source.text($0))'") }
        return named.count > 1 && message.contains(" near ") ? nil : named.last
    }
}
