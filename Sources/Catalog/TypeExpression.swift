/// A LuaCATS type: `string|integer[]`, `fun(call: table): boolean?`, `{ name: string, count?: integer }`.
public struct TypeExpression {
    /// The names that the type mentions, built-in ones such as `string` too.
    public private(set) var names: [String] = []
    private var rest: Substring

    /// Reads a type; nil when `text` is not one.
    public init?(_ text: String) {
        rest = text[...]
        guard union(), rest.isEmpty else { return nil }
    }

    /// LuaCATS's own names, which need no declaration.
    public static let builtin: Set = [
        "any", "boolean", "file*", "false", "function", "integer", "nil", "number", "self", "string", "table", "thread",
        "true", "unknown", "userdata",
    ]

    /// Reads alternatives with `|` between them.
    private mutating func union() -> Bool {
        repeat { guard suffixed() else { return false } } while take("|")
        return true
    }

    private mutating func suffixed() -> Bool {
        guard primary() else { return false }
        while take("[]") || take("?") {}
        return true
    }

    private mutating func primary() -> Bool {
        if take("(") { return union() && take(")") }
        if take("{") { return take("}") || fields() && take("}") }
        if rest.first == "\"" || rest.first == "'" { return literal() }
        let name = word()
        guard !name.isEmpty else { return false }
        if name == "fun", take("(") { return signature() }
        if !name.allSatisfy({ $0.isNumber }) { names.append(name) }
        return take("<") ? list(until: ">") : true
    }

    /// Reads `name?: type` or `[key]: type`, with commas between them.
    private mutating func fields() -> Bool {
        repeat {
            if take("[") {
                guard union(), take("]") else { return false }
            } else {
                guard !word().isEmpty else { return false }
                _ = take("?")
            }
            guard take(":"), union() else { return false }
        } while take(",")
        return true
    }

    /// Reads what follows `fun(`: parameters, and result types behind a colon.
    private mutating func signature() -> Bool {
        while !take(")") {
            guard take("...") || !word().isEmpty else { return false }
            _ = take("?")
            if take(":") { guard union() else { return false } }
            guard take(",") || rest.first == ")" else { return false }
        }
        guard take(":") else { return true }
        repeat { guard take("...") || union() else { return false } } while take(",")
        return true
    }

    private mutating func list(until end: String) -> Bool {
        repeat { guard union() else { return false } } while take(",")
        return take(end)
    }

    private mutating func literal() -> Bool {
        guard let quote = rest.popFirst(), let end = rest.firstIndex(of: quote) else { return false }
        rest = rest[rest.index(after: end)...]
        skipBlanks()
        return true
    }

    private mutating func word() -> String {
        var name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." || $0 == "-" })
        rest = rest.dropFirst(name.count)
        if name == "file", rest.first == "*" { name += String(rest.removeFirst()) }
        skipBlanks()
        return name
    }

    private mutating func take(_ token: String) -> Bool {
        guard rest.hasPrefix(token) else { return false }
        rest = rest.dropFirst(token.count)
        skipBlanks()
        return true
    }

    private mutating func skipBlanks() { rest = rest.drop { $0 == " " } }
}
