/// Reads Lua as liblua's `lparser.c` does: the same grammar, the same order of checks, the same words.
struct LuaParser {
    var lexer: LuaLexer
    /// The token to be read next.
    var token: Lexeme
    var lookahead: Lexeme?
    /// Where the last token that was read ends.
    var lastEnd = 0
    var scope: FunctionScope
    var variables: [LuaVariable] = []
    var globals: [LuaGlobalUse] = []
    /// How deep statements and expressions are nested now.
    var depth = 0

    init(_ source: LuaSource) throws(LuaSyntaxError) {
        lexer = LuaLexer(source)
        scope = FunctionScope(in: nil, line: 0)
        scope.isVariadic = true
        scope.upvalues["_ENV"] = .some(nil)
        token = try lexer.next()
    }

    mutating func chunk() throws(LuaSyntaxError) -> LuaBlock {
        scope.enterBlock(isLoop: false)
        let block = try statements()
        if token.mark != "<eof>" { throw expected("<eof>") }
        try leaveBlock()
        return block
    }

    // MARK: Tokens

    mutating func advance() throws(LuaSyntaxError) {
        lastEnd = token.range.upperBound
        if let next = lookahead {
            token = next
            lookahead = nil
        } else {
            token = try lexer.next()
        }
    }

    mutating func peek() throws(LuaSyntaxError) -> String {
        let next = try lexer.next()
        lookahead = next
        return next.mark
    }

    func isAt(_ mark: String) -> Bool { token.mark == mark }

    /// Reads `mark` if it comes next.
    mutating func skip(_ mark: String) throws(LuaSyntaxError) -> Bool {
        guard token.mark == mark else { return false }
        try advance()
        return true
    }

    mutating func expect(_ mark: String) throws(LuaSyntaxError) {
        guard try skip(mark) else { throw expected(mark) }
    }

    /// The bracket or `end` that closes what `opener` began at `line`.
    mutating func expect(_ mark: String, closing opener: String, from line: Int) throws(LuaSyntaxError) {
        if try skip(mark) { return }
        if line == lexer.line { throw expected(mark) }
        throw near("'\(mark)' expected (to close '\(opener)' at line \(line))")
    }

    mutating func name() throws(LuaSyntaxError) -> (String, Range<Int>) {
        guard let name = token.name else { throw expected("<name>") }
        let range = token.range
        try advance()
        return (name, range)
    }

    // MARK: Errors

    func expected(_ mark: String) -> LuaSyntaxError {
        near(mark.hasPrefix("<") && mark.count > 2 ? "\(mark) expected" : "'\(mark)' expected")
    }

    /// An error at the token that comes next. A zero byte is a token that Lua does not name: its number is that of none.
    func near(_ message: String) -> LuaSyntaxError {
        let place = token.mark == "<\\0>" ? "" : " near \(lexer.shown(token))"
        return LuaSyntaxError(message: message + place, line: lexer.line, range: token.range)
    }

    /// An error that is not about the token that comes next.
    func failure(_ message: String, _ range: Range<Int>) -> LuaSyntaxError {
        LuaSyntaxError(message: message, line: lexer.line, range: range)
    }

    // MARK: Limits

    /// Liblua ends at the 200th C call, of which it counts one for each level; here nesting overflows no stack either.
    /// A module that a running script loads has a few less, those that its `require` is deep.
    private static let deepest = 199
    private static let mostVariables = 200
    private static let mostUpvalues = 255

    mutating func enterLevel() throws(LuaSyntaxError) {
        depth += 1
        guard depth <= Self.deepest else { throw failure("C stack overflow", token.range) }
    }

    mutating func leaveLevel() { depth -= 1 }

    mutating func declare(
        _ name: String, _ kind: LuaVariable.Kind, _ range: Range<Int>
    ) throws(LuaSyntaxError) -> LuaVariable {
        let count = scope.active.count + scope.pending.count + 1
        guard count <= Self.mostVariables else { throw tooMany("local variables", Self.mostVariables, in: scope) }
        let variable = LuaVariable(name, kind, range)
        scope.pending.append(variable)
        variables.append(variable)
        return variable
    }

    /// Functions further out take a variable first, so it is they that Lua complains of.
    func checkUpvalues() throws(LuaSyntaxError) {
        var full: FunctionScope?
        var next: FunctionScope? = scope
        while let function = next {
            if function.upvalues.count > Self.mostUpvalues { full = function }
            next = function.outer
        }
        if let full { throw tooMany("upvalues", Self.mostUpvalues, in: full) }
    }

    private func tooMany(_ what: String, _ limit: Int, in function: FunctionScope) -> LuaSyntaxError {
        near("too many \(what) (limit is \(limit)) in \(function.words)")
    }
}
