import LuaKit
import LuaSyntax
import Projects

/// How what is typed becomes something to run: an expression, statements, or statements that end in an expression.
extension Prompt {
    /// A compiled block.
    struct Chunk {
        /// The text that was typed.
        var source: String
        /// The part of the text that is statements; empty for a value alone.
        var statements: String
        /// The part that is a value: all of it, or what follows the statements. Nil where there is none.
        var value: String?
        var function: LuaCallback
        var isMuted: Bool
        /// The names that it declares `local` outside of all blocks.
        var declares: [String] = []
        /// Those of them that are constant.
        var constants: Set<String> = []
        /// The file that it was read from.
        var file: String?

        /// The values to show, without the mark in front of them.
        func values(of results: [LuaValue]) -> [LuaValue] { value == nil ? results : Array(results.dropFirst()) }
    }

    func compile(_ source: String) throws(LuaError) -> Chunk {
        count += 1
        let name = "<\(count)>"
        do throws(ScriptError) {
            session.remember(try Script(name: name, bytes: Array(source.utf8)))
        } catch {
            throw LuaError.runtime(error.description)
        }
        do throws(LuaError) {
            return try chunk(of: source, named: name)
        } catch {
            if error.isIncomplete { count -= 1 }
            throw error
        }
    }

    /// Compiles a block as an expression if it is one, else as statements, of which the last may be a value.
    func chunk(of source: String, named name: String) throws(LuaError) -> Chunk {
        let text = TypedLua(source)
        var expressionError: LuaError?
        if !text.tokens.isEmpty {
            do throws(LuaError) {
                let function = try load("", value: text.withoutLastSemicolons, name, text)
                return Chunk(source: source, statements: "", value: source, function: function, isMuted: text.isMuted)
            } catch { expressionError = error }
        }
        do throws(LuaError) {
            return try statements(source, text, name)
        } catch {
            // What is the beginning of an expression goes on, and what no statement can begin with was meant as one.
            guard let expressionError, !error.isIncomplete,
                expressionError.isIncomplete || error.message.hasSuffix("near '\(text[0])'")
            else { throw error }
            throw expressionError
        }
    }

    private func statements(_ source: String, _ text: TypedLua, _ name: String) throws(LuaError) -> Chunk {
        let rewritten = LocalRewrite(source)
        var chunk: Chunk
        do throws(LuaError) {
            let function = try load(source, value: nil, name, text)
            chunk = Chunk(source: source, statements: source, function: function, isMuted: text.isMuted)
            guard let start = (try? LuaTree(parsing: LuaSource(source)))?.lastCall else {
                return chunk.declaring(rewritten)
            }
            chunk = try self.chunk(source, text, name, valueAt: start)
        } catch {
            guard let found = try lastValue(source, text, name) else { throw error }
            chunk = found
        }
        return chunk.declaring(rewritten)
    }

    /// How many places are tried for the start of a value.
    private static let starts = 50

    /// Compiles a block whose last line, or what follows its last `;`, is a value and no statement.
    private func lastValue(_ source: String, _ text: TypedLua, _ name: String) throws(LuaError) -> Chunk? {
        for start in text.possibleStatements.suffix(Self.starts).reversed() where start > 0 {
            do throws(LuaError) {
                return try chunk(source, text, name, valueAt: start)
            } catch {
                if error.isIncomplete { throw error }
            }
        }
        return nil
    }

    private func chunk(_ source: String, _ text: TypedLua, _ name: String, valueAt start: Int) throws(LuaError) -> Chunk
    {
        let statements = text.text(0..<start)
        let value = String(decoding: text.withoutLastSemicolons.utf8.dropFirst(start), as: UTF8.self)
        let function = try load(statements, value: value, name, text)
        return Chunk(
            source: source, statements: statements, value: text.text(start..<text.bytes.count), function: function,
            isMuted: text.isMuted)
    }

    /// A value has a nil in front of it: as a tail call it would leave the prompt's own line out of tracebacks.
    private func load(_ statements: String, value: String?, _ name: String, _ text: TypedLua) throws(LuaError)
        -> LuaCallback
    {
        let end = value.map { "return nil, " + $0 } ?? ""
        let source = Array((LocalRewrite(statements).source + end).utf8)
        let function = try session.state.load(source, chunk: name, environment: scope.table)
        try checkConstants(statements + end, name, text)
        return function
    }

    /// Lets Lua say of the text as it was typed what it has to say of attributes, and of constants of earlier lines.
    private func checkConstants(_ source: String, _ name: String, _ text: TypedLua) throws(LuaError) {
        let known = text.tokens.indices.map { text[$0] }.filter(scope.constants.contains)
        let constants = Set(known).sorted().map { "\($0) <const>" }
        if !constants.isEmpty {
            _ = try session.state.load("local \(constants.joined(separator: ", ")); \(source)", chunk: name)
        }
        guard text.hasLocal else { return }
        do throws(LuaError) { _ = try session.state.load(text.bytes, chunk: name) } catch {
            let words = ["unknown attribute", "attempt to assign to const variable"]
            if words.contains(where: error.message.contains) { throw error }
        }
    }
}

extension Prompt.Chunk {
    fileprivate func declaring(_ rewritten: LocalRewrite) -> Self {
        var chunk = self
        (chunk.declares, chunk.constants) = (rewritten.names, rewritten.constants)
        return chunk
    }
}

extension LuaTree {
    /// Where the last statement begins, when that is a call.
    fileprivate var lastCall: Int? {
        let last = block.statements.last { if case .empty = $0.kind { false } else { true } }
        guard let last, case .call = last.kind else { return nil }
        return last.range.lowerBound
    }
}

extension TypedLua {
    /// Whether it declares anything `local`, which may have an attribute such as `<const>`.
    fileprivate var hasLocal: Bool { tokens.indices.contains { self[$0] == "local" && kind($0) == .keyword } }

    /// The text with blanks in place of the `;` at its end.
    fileprivate var withoutLastSemicolons: String {
        var bytes = bytes
        for token in tokens.reversed().prefix(while: { text($0) == ";" }) {
            bytes[token.range.lowerBound] = UInt8(ascii: " ")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Where a statement may begin outside of all brackets and blocks: at the start of a line, and behind a `;`.
    fileprivate var possibleStatements: [Int] {
        var (depth, starts) = (0, [Int]())
        for index in tokens.indices {
            let start = tokens[index].range.lowerBound
            let isFirst = index == 0 || self[index - 1] == ";" || hasLineBreak(before: index)
            if depth == 0, isFirst { starts.append(start) }
            switch self[index] {
            case "function", "do", "then", "repeat", "{", "(", "[": depth += 1
            case "end", "until", "}", ")", "]", "elseif": depth -= 1
            default: break
            }
        }
        return starts
    }

    private func hasLineBreak(before index: Int) -> Bool {
        let gap = tokens[index - 1].range.upperBound..<tokens[index].range.lowerBound
        return bytes[gap].contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    }
}
