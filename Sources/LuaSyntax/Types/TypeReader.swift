/// Reads a type from its text, byte by byte: the check of a function's arguments does that at its first call.
struct TypeReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    /// Reads alternatives with `|` between them.
    mutating func union() -> TypeExpression? {
        var types: [TypeExpression] = []
        repeat {
            guard let type = suffixed() else { return nil }
            types.append(type)
        } while take("|")
        return types.count == 1 ? types[0] : .union(types)
    }

    private mutating func suffixed() -> TypeExpression? {
        guard var type = primary() else { return nil }
        while true {
            if take("[]") {
                type = .list(type)
            } else if take("?") {
                type = .optional(type)
            } else {
                return type
            }
        }
    }

    private mutating func primary() -> TypeExpression? {
        if take("(") {
            guard let type = union(), take(")") else { return nil }
            return type
        }
        if take("{") { return table() }
        if let text = literal() { return .literal(text) }
        let name = word()
        guard !name.isEmpty else { return nil }
        if name == "fun", take("(") { return signature() }
        if name.utf8.allSatisfy(isDigit) { return .literal(name) }
        guard take("<") else { return .name(name, []) }
        var arguments: [TypeExpression] = []
        repeat {
            guard let type = union() else { return nil }
            arguments.append(type)
        } while take(",")
        return take(">") ? .name(name, arguments) : nil
    }

    /// Reads `name?: type` and `[key]: type`, with commas between them, up to the brace.
    private mutating func table() -> TypeExpression? {
        var fields: [TypeExpression.Field] = []
        if take("}") { return .table([]) }
        repeat {
            guard let key = key() else { return nil }
            let isOptional = take("?")
            guard take(":"), let type = union() else { return nil }
            fields.append(TypeExpression.Field(key: key, isOptional: isOptional, type: type))
        } while take(",")
        return take("}") ? .table(fields) : nil
    }

    private mutating func key() -> TypeExpression.Field.Key? {
        if take("[") {
            guard let type = union(), take("]") else { return nil }
            return .type(type)
        }
        let name = word()
        return name.isEmpty ? nil : .name(name)
    }

    /// Reads what follows `fun(`: parameters, and result types behind a colon.
    private mutating func signature() -> TypeExpression? {
        var parameters: [TypeExpression.Parameter] = []
        while !take(")") {
            let name = take("...") ? "..." : word()
            guard !name.isEmpty else { return nil }
            let isOptional = take("?")
            var type: TypeExpression?
            if take(":") {
                type = union()
                guard type != nil else { return nil }
            }
            parameters.append(TypeExpression.Parameter(name: name, isOptional: isOptional, type: type))
            guard take(",") || peek == UInt8(ascii: ")") else { return nil }
        }
        var results: [TypeExpression] = []
        guard take(":") else { return .function(parameters, results: []) }
        repeat {
            if take("...") { continue }
            guard let type = union() else { return nil }
            results.append(type)
        } while take(",")
        return .function(parameters, results: results)
    }
}

// MARK: Tokens

extension TypeReader {
    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// The text between quotes, in which `\t` is a tab; nil where none begins here, or it does not end.
    private mutating func literal() -> String? {
        guard let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
            let end = bytes[(position + 1)...].firstIndex(of: quote)
        else { return nil }
        defer { skip(to: end + 1) }
        let inside = bytes[(position + 1)..<end]
        return inside.elementsEqual("\\t".utf8) ? "\t" : String(decoding: inside, as: UTF8.self)
    }

    private mutating func word() -> String {
        var end = position
        while end < bytes.count, isPartOfName(bytes[end]) { end += 1 }
        var name = String(decoding: bytes[position..<end], as: UTF8.self)
        if name == "file", end < bytes.count, bytes[end] == UInt8(ascii: "*") {
            name += "*"
            end += 1
        }
        skip(to: end)
        return name
    }

    private mutating func take(_ token: StaticString) -> Bool {
        let count = token.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[position + offset] != token.utf8Start[offset] { return false }
        skip(to: position + count)
        return true
    }

    /// Goes on at `index`, behind blanks.
    private mutating func skip(to index: Int) {
        position = index
        while peek == UInt8(ascii: " ") { position += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private func isPartOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: isDigit(byte) || byte >= 0x80
        }
    }
}
