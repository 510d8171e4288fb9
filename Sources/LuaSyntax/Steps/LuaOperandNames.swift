/// Knows what Lua's messages call the values of a function that is being read.
struct LuaOperandNames {
    /// The function that declares a variable, by its depth: 0 is the file itself.
    private var homes: [LuaVariable: Int] = [:]
    /// The depths of methods that declare a `self`, by the range of their name.
    private var selves: [Range<Int>: Int] = [:]
    /// What constants stand for: Lua puts the value in their place.
    private var constants: [LuaVariable: LuaExpression] = [:]
    private var depth = 0

    mutating func declare(_ variables: [LuaVariable]) {
        for variable in variables { homes[variable] = depth }
    }

    mutating func note(_ variable: LuaVariable, _ value: LuaExpression) {
        guard variable.attribute == .const, value.isLiteral else { return }
        constants[variable] = value
    }

    mutating func enter(_ body: LuaFunctionBody, selfRange: Range<Int>?) {
        depth += 1
        declare(body.parameters)
        if let selfRange { selves[selfRange] = depth }
    }

    mutating func leave() { depth -= 1 }

    func isEnvironment(_ expression: LuaExpression) -> Bool {
        switch expression.kind {
        case .global("_ENV"): true
        case .local(let variable): variable.name == "_ENV"
        default: false
        }
    }

    // MARK: Names

    func name(of expression: LuaExpression) -> LuaOperandName {
        let range = expression.range
        switch expression.kind {
        case .global(let name):
            return LuaOperandName(kind: .global, name: name, range: range, expression: range, path: [name])
        case .local(let variable):
            if let value = constants[variable] {
                return LuaOperandName(
                    kind: value.text == nil ? nil : .constant, name: value.text, range: range, expression: range,
                    path: [])
            }
            return LuaOperandName(
                kind: isOwn(variable) ? .local : .upvalue, name: variable.name, range: range, expression: range,
                path: [])
        case .parenthesized(let inner): return name(of: inner)
        case .chain(let first, let suffixes): return name(of: first, suffixes[...])
        case .string:
            return LuaOperandName(kind: .constant, name: expression.text, range: range, expression: range, path: [])
        default: return unnamed(range)
        }
    }

    /// What `first` with these suffixes behind it is called.
    func name(of first: LuaExpression, _ suffixes: ArraySlice<LuaSuffix>) -> LuaOperandName {
        guard let last = suffixes.last else { return name(of: first) }
        let expression = first.range.lowerBound..<last.range.upperBound
        let isField = suffixes.count > 1 || !isEnvironment(first)
        let path = path(of: first, suffixes)
        switch last.kind {
        case .field(let name):
            return LuaOperandName(
                kind: isField ? .field : .global, name: name, range: last.range, expression: expression, path: path)
        case .index(let key):
            return LuaOperandName(
                kind: isField ? .field : .global, name: constant(key), range: key.range, expression: expression,
                path: path)
        case .method(let name, _):
            return LuaOperandName(
                kind: .method, name: name, range: last.range, expression: expression, path: path)
        case .call: return unnamed(expression)
        }
    }

    func unnamed(_ range: Range<Int>) -> LuaOperandName {
        LuaOperandName(kind: nil, name: nil, range: range, expression: range, path: [])
    }

    /// The value that a `for` calls again and again.
    func iterator(_ expression: LuaExpression) -> LuaOperandName {
        LuaOperandName(
            kind: .iterator, name: LuaOperandName.Kind.iterator.rawValue, range: expression.range,
            expression: expression.range, path: [])
    }

    private func isOwn(_ variable: LuaVariable) -> Bool {
        (homes[variable] ?? selves[variable.range] ?? depth) == depth
    }

    /// The text of a key that Lua knows when it compiles: a literal or a constant.
    private func constant(_ key: LuaExpression) -> String? {
        if case .local(let variable) = key.kind { return constants[variable]?.text }
        return key.text
    }

    private func path(of first: LuaExpression, _ suffixes: ArraySlice<LuaSuffix>) -> [String] {
        var path: [String]
        switch first.kind {
        case .global("_ENV"), .global("_G"): path = []
        case .global(let name): path = [name]
        default: return []
        }
        for suffix in suffixes {
            guard let name = suffix.keyName, suffix.arguments == nil || suffix.range == suffixes.last?.range else {
                return []
            }
            path.append(name)
        }
        return path
    }
}

extension LuaExpression {
    /// Whether Lua puts the value in the place of a constant that is declared with it.
    fileprivate var isLiteral: Bool {
        switch kind {
        case .nil, .boolean, .integer, .number, .string: true
        case .unary("-", let inner): inner.isLiteral
        default: false
        }
    }
}

extension LuaTree {
    /// The last byte of the token that comes at or behind `offset`, comments passed over; the text's end where there
    /// is none.
    func endOfToken(from offset: Int) -> Int {
        var scanner = LuaScanner(text: source.bytes, from: offset)
        while let token = scanner.next() {
            if token.kind != .comment { return max(token.range.lowerBound, token.range.upperBound - 1) }
        }
        return source.bytes.count
    }
}
