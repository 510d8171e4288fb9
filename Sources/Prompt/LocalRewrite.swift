import LuaSyntax

/// Makes a `local` at the top level last beyond its line: the word is taken out, and the names become variables of the
/// session.
///
/// Lengths are kept (blanks take the place of what goes), so that positions in errors stay true.
struct LocalRewrite {
    private(set) var source: String
    /// The names that were declared, in order.
    private(set) var names: [String] = []
    /// Those of them that are `<const>`.
    private(set) var constants: Set<String> = []

    init(_ text: String) {
        let lua = TypedLua(text)
        var bytes = lua.bytes
        var statement = Statement(lua)
        while let declaration = statement.nextDeclaration() {
            for range in declaration.blanks {
                for index in range { bytes[index] = UInt8(ascii: " ") }
            }
            names += declaration.names
            constants.formUnion(declaration.constants)
            // `local x` alone makes a variable that is nil.
            if let end = declaration.nilAt { statement.insertions.append(end) }
        }
        for end in statement.insertions.reversed() { bytes.insert(contentsOf: " = nil".utf8, at: end) }
        source = String(decoding: bytes, as: UTF8.self)
    }
}

private struct Declaration {
    var names: [String] = []
    var constants: [String] = []
    var blanks: [Range<Int>] = []
    var nilAt: Int?
}

/// Walks the tokens and stops at each `local` that stands outside of all blocks.
private struct Statement {
    let lua: TypedLua
    var insertions: [Int] = []
    private var index = 0
    private var depth = 0

    init(_ lua: TypedLua) { self.lua = lua }

    mutating func nextDeclaration() -> Declaration? {
        while index < lua.tokens.count {
            defer { index += 1 }
            switch lua[index] {
            case "function", "do", "then", "repeat", "{", "(", "[": depth += 1
            case "end", "until", "}", ")", "]", "elseif": depth -= 1
            case "else": break
            case "local" where depth == 0 && lua.kind(index) == .keyword:
                if let declaration = declaration() { return declaration }
            default: break
            }
        }
        return nil
    }

    private func declaration() -> Declaration? {
        var result = Declaration(blanks: [lua.tokens[index].range])
        if lua[index + 1] == "function" {
            result.names = [lua[index + 2]]
            return result
        }
        var next = index + 1
        while lua.kind(next) == .name {
            result.names.append(lua[next])
            next += 1
            if lua[next] == "<" {
                // A value to be closed has to stay in the block that closes it; of any other word Lua has to say that it
                // knows none such.
                guard lua[next + 1] == "const", lua[next + 2] == ">" else { return nil }
                result.constants += result.names.suffix(1)
                result.blanks.append(lua.tokens[next].range.lowerBound..<lua.tokens[next + 2].range.upperBound)
                next += 3
            }
            guard lua[next] == "," else { break }
            next += 1
        }
        guard !result.names.isEmpty else { return nil }
        if lua[next] != "=" { result.nilAt = lua.tokens[next - 1].range.upperBound }
        return result
    }
}
