/// Reads Lua's grammar into a tree, and leaves judging to Lua.
struct LuaParser {
    private var lexemes: LexemeReader
    /// The token to be read next.
    private(set) var token: Lexeme
    private var lookahead: Lexeme?
    /// The offset behind the last token that was read.
    private(set) var lastEnd = 0
    var scope = FunctionScope(in: nil)
    private(set) var variables: [LuaVariable] = []
    var globals: [LuaGlobalUse] = []
    /// Whether some local is called `_ENV`, so that names that no local has may be its fields.
    private(set) var hasLocalEnvironment = false
    /// How deep statements and expressions are nested now.
    private var depth = 0

    init(_ source: LuaSource) throws(LuaReadingStopped) {
        lexemes = LexemeReader(source)
        token = try lexemes.next()
    }

    var comments: [Range<Int>] { lexemes.comments }

    mutating func chunk() throws(LuaReadingStopped) -> LuaBlock {
        let block = try statements()
        guard isAt("<eof>") else { throw stopped }
        return block
    }

    // MARK: Tokens

    mutating func advance() throws(LuaReadingStopped) {
        lastEnd = token.range.upperBound
        if let next = lookahead {
            token = next
            lookahead = nil
        } else {
            token = try lexemes.next()
        }
    }

    mutating func peek() throws(LuaReadingStopped) -> String {
        let next = try lexemes.next()
        lookahead = next
        return next.mark
    }

    func isAt(_ mark: String) -> Bool { token.mark == mark }

    /// Reads `mark` if it comes next.
    mutating func skip(_ mark: String) throws(LuaReadingStopped) -> Bool {
        guard token.mark == mark else { return false }
        try advance()
        return true
    }

    mutating func expect(_ mark: String) throws(LuaReadingStopped) {
        guard try skip(mark) else { throw stopped }
    }

    mutating func name() throws(LuaReadingStopped) -> (String, Range<Int>) {
        guard let name = token.name else { throw stopped }
        let range = token.range
        try advance()
        return (name, range)
    }

    /// The error to throw where the next token fits nowhere.
    var stopped: LuaReadingStopped { LuaReadingStopped(range: token.range) }

    // MARK: Depth and locals

    /// The deepest nesting that is read: liblua's own limit (`LUAI_MAXCCALLS`), for which a thread with a small stack
    /// has room too.
    private static let deepest = 200

    mutating func enterLevel() throws(LuaReadingStopped) {
        depth += 1
        guard depth <= Self.deepest else { throw stopped }
    }

    mutating func leaveLevel() { depth -= 1 }

    /// Makes a local, which is not visible yet: `local x = x` reads another x.
    mutating func declare(
        _ name: String, _ kind: LuaVariable.Kind, _ range: Range<Int>, _ attribute: LuaVariable.Attribute? = nil
    ) -> LuaVariable {
        let variable = LuaVariable(name, kind, range, attribute)
        variables.append(variable)
        if name == "_ENV" { hasLocalEnvironment = true }
        return variable
    }
}
