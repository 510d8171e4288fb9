package import LuaKit
package import LuaSyntax

/// What Lua has against a text, in its own words, and which part of the text that is about.
package struct LuaRefusal: Error {
    /// What Lua says, without the position.
    package let message: String
    /// The token that Lua refused, in bytes, empty at the end of the text; nil where no more than the line is known.
    package let token: Range<Int>?
    /// The line that Lua names, in bytes; of what is unfinished, the one where it begins.
    package let line: Range<Int>

    /// The part of the text to mark: the token, or else the line.
    package var range: Range<Int> { token ?? line }
}

extension LuaState {
    /// Compiles `source` and does not run it: the one place where a text is judged.
    ///
    /// - Parameter name: What the position of the error calls the text.
    /// - Returns: What Lua has against it, or that the memory was too little to tell; nil when it is Lua.
    package func judge(_ source: [UInt8], name: String) -> LuaError? {
        do throws(LuaError) {
            _ = try load(source, chunk: name)
            return nil
        } catch {
            return error
        }
    }

    /// Reads the tree of `script`, which Lua judges first.
    package func tree(of script: Script) throws(LuaRefusal) -> LuaTree {
        let source = LuaSource(script.source)
        if let error = judge(script.source, name: script.name) { throw LuaRefusal(error, in: source) }
        do throws(LuaReadingStopped) {
            return try LuaTree(parsing: source)
        } catch {
            throw LuaRefusal(
                message: "Lua takes this and cph cannot read it; please report it", token: error.range,
                line: error.range)
        }
    }
}

extension LuaRefusal {
    /// Finds the place: Lua says the line and the token there, never the column.
    package init(_ error: LuaError, in source: LuaSource) {
        message = error.message
        let isAtToken = message.contains(" near ")
        let number = (isAtToken ? nil : Self.lineNamed(in: message)) ?? error.position?.line
        let named = source.range(ofLine: number ?? 1) ?? 0..<0
        let stop = isAtToken || number == nil ? Self.stop(in: source, message, at: number) : nil
        token =
            stop ?? (isAtToken ? nil : Self.part(named: message, in: source, named))
            ?? Self.token(named: message, in: source, named)
        // Lua names the line that it had read when it gave up to look for the end, or to read on.
        let isBefore = message.hasPrefix("unfinished ") || message.hasPrefix("label ")
        let start = token.map { source.line(at: $0.lowerBound) }.flatMap(source.range(ofLine:))
        line = isBefore ? start ?? named : named
    }

    /// The part of a text with sound grammar that Lua refuses all the same: a jump, a label, a constant that is set. Nil
    /// where the line has several such parts, or none.
    private static func part(named message: String, in source: LuaSource, _ line: Range<Int>) -> Range<Int>? {
        guard let tree = try? LuaTree(parsing: source) else { return nil }
        var (parts, labels): ([Range<Int>], [Range<Int>]) = ([], [])
        tree.walk { node in
            guard case .statement(let statement) = node else { return }
            switch statement.kind {
            case .goto(let label)
            where message.contains("<goto \(label)>") || message.contains("label '\(label)' for "):
                parts.append((statement.range.upperBound - label.utf8.count)..<statement.range.upperBound)
            case .break where message.hasPrefix("break "): parts.append(statement.range)
            case .label(let name) where message.hasPrefix("label '\(name)' already "): labels.append(statement.range)
            case .assignment(let targets, _) where message.contains(" const variable "):
                parts += targets.filter { $0.isConstant(in: message) }.map(\.range)
            default: break
            }
        }
        if let label = labels.last(where: { $0.lowerBound < line.upperBound }) { return label }
        let here = parts.filter { line.contains($0.lowerBound) }
        return here.count == 1 ? here[0] : nil
    }

    /// `no visible label 'x' for <goto> at line 3` is about that line, wherever Lua was when it found out.
    private static func lineNamed(in message: String) -> Int? {
        let words = message.split(separator: " ")
        let index = zip(words, words.dropFirst()).map { $0 == "at" && $1 == "line" }.firstIndex(of: true)
        return index.flatMap { words.dropFirst($0 + 2).first }.flatMap { Int($0) }
    }

    /// The token at which our own parser stops, if it is in the line that Lua names.
    private static func stop(in source: LuaSource, _ message: String, at line: Int?) -> Range<Int>? {
        do throws(LuaReadingStopped) {
            _ = try LuaTree(parsing: source)
            return nil
        } catch {
            guard let line else { return error.range }
            let lines = source.line(at: error.range.lowerBound)...source.line(at: error.range.upperBound)
            return lines.contains(line) && isNamed(error.range, in: message, source) ? error.range : nil
        }
    }

    /// Whether the message ends with this token. Lua spells strings and bytes beyond ASCII in a form of its own there.
    private static func isNamed(_ token: Range<Int>, in message: String, _ source: LuaSource) -> Bool {
        if message.hasSuffix(" near <eof>") { return token.upperBound == source.bytes.count }
        guard let first = source.bytes[token].first else { return false }
        let isShownAsItIs = (0x21..<0x7F).contains(first) && !"'\"[".utf8.contains(first)
        return !isShownAsItIs || message.hasSuffix(" near '\(source.text(token))'")
    }

    /// The token of the line that the message has in quotes; nil where it could mean several.
    private static func token(
        named message: String, in source: LuaSource, _ line: Range<Int>
    ) -> Range<Int>? {
        let tokens = luaTokens(Array(source.bytes[line])).map { token in
            (token.range.lowerBound + line.lowerBound)..<(token.range.upperBound + line.lowerBound)
        }
        let named = tokens.filter { message.contains("'\(source.text($0))'") }
        return named.count == 1 ? named[0] : nil
    }
}

extension LuaExpression {
    /// Whether it is the constant that the message has in quotes.
    fileprivate func isConstant(in message: String) -> Bool {
        guard case .local(let variable) = kind, variable.attribute != nil else { return false }
        return message.contains("'\(variable.name)'")
    }
}
