extension LuaParser {
    mutating func expression() throws(LuaSyntaxError) -> LuaExpression { try expression(above: 0) }

    mutating func expressions() throws(LuaSyntaxError) -> [LuaExpression] {
        var list = [try expression()]
        while try skip(",") { list.append(try expression()) }
        return list
    }

    /// How tightly an operator holds what is to its left and right.
    private static let priorities: [String: (left: Int, right: Int)] = [
        "+": (10, 10), "-": (10, 10), "*": (11, 11), "%": (11, 11), "^": (14, 13), "/": (11, 11), "//": (11, 11),
        "&": (6, 6), "|": (4, 4), "~": (5, 5), "<<": (7, 7), ">>": (7, 7), "..": (9, 8),
        "==": (3, 3), "<": (3, 3), "<=": (3, 3), "~=": (3, 3), ">": (3, 3), ">=": (3, 3), "and": (2, 2), "or": (1, 1),
    ]
    private static let unaryPriority = 12
    private static let unaryOperators: Set<String> = ["not", "-", "#", "~"]

    private mutating func expression(above limit: Int) throws(LuaSyntaxError) -> LuaExpression {
        try enterLevel()
        defer { leaveLevel() }
        let start = token.range.lowerBound
        var result: LuaExpression
        if Self.unaryOperators.contains(token.mark) {
            let symbol = token.mark
            try advance()
            let value = try expression(above: Self.unaryPriority)
            result = LuaExpression(kind: .unary(symbol, value), range: start..<lastEnd)
        } else {
            result = try simpleExpression()
        }
        var operands: [LuaOperand] = []
        while let priority = Self.priorities[token.mark], priority.left > limit {
            let symbol = token.mark
            try advance()
            operands.append(LuaOperand(symbol: symbol, value: try expression(above: priority.right)))
        }
        if !operands.isEmpty { result = LuaExpression(kind: .operation(result, operands), range: start..<lastEnd) }
        return result
    }

    private mutating func simpleExpression() throws(LuaSyntaxError) -> LuaExpression {
        let range = token.range
        let kind: LuaExpression.Kind
        switch token.value {
        case .integer(let value): kind = .integer(value)
        case .number(let value): kind = .number(value)
        case .string(let value): kind = .string(value)
        case .name: return try suffixed()
        case .none:
            switch token.mark {
            case "nil": kind = .nil
            case "true": kind = .boolean(true)
            case "false": kind = .boolean(false)
            case "...":
                if !scope.isVariadic { throw near("cannot use '...' outside a vararg function") }
                kind = .vararg
            case "{": return try table()
            case "function":
                let line = lexer.line
                try advance()
                let body = try functionBody(from: range.lowerBound, line: line)
                return LuaExpression(kind: .function(body), range: range.lowerBound..<lastEnd)
            default: return try suffixed()
            }
        }
        try advance()
        return LuaExpression(kind: kind, range: range)
    }

    // MARK: Values with something behind

    mutating func suffixed() throws(LuaSyntaxError) -> LuaExpression {
        let line = lexer.line
        let start = token.range.lowerBound
        let (first, environment) = try primary()
        var suffixes = environment
        while let suffix = try suffix(line) { suffixes.append(suffix) }
        return suffixes.isEmpty
            ? first : LuaExpression(kind: .chain(first, suffixes), range: start..<lastEnd)
    }

    /// A name, or an expression in parentheses. Under a local `_ENV` a global is a field of that.
    private mutating func primary() throws(LuaSyntaxError) -> (LuaExpression, [LuaSuffix]) {
        if token.name != nil {
            let (name, range) = try self.name()
            return try variable(name, range)
        }
        guard isAt("(") else { throw near("unexpected symbol") }
        let (line, start) = (lexer.line, token.range.lowerBound)
        try advance()
        let inner = try expression()
        try expect(")", closing: "(", from: line)
        return (LuaExpression(kind: .parenthesized(inner), range: start..<lastEnd), [])
    }

    mutating func variable(
        _ name: String, _ range: Range<Int>
    ) throws(LuaSyntaxError) -> (LuaExpression, [LuaSuffix]) {
        let found = scope.resolve(name)
        try checkUpvalues()
        switch found {
        case .local(let variable):
            variable.reads.append(range)
            return (LuaExpression(kind: .local(variable), range: range), [])
        case .environment: return (global(name, range), [])
        case .global:
            let environment = scope.resolve("_ENV")
            try checkUpvalues()
            guard case .local(let table) = environment else { return (global(name, range), []) }
            table.reads.append(range)
            return (
                LuaExpression(kind: .local(table), range: range),
                [LuaSuffix(kind: .field(name), range: range)]
            )
        }
    }

    private mutating func global(_ name: String, _ range: Range<Int>) -> LuaExpression {
        globals.append(LuaGlobalUse(name: name, range: range, isSet: false, isInFunction: scope.outer != nil))
        return LuaExpression(kind: .global(name), range: range)
    }

    private mutating func suffix(_ line: Int) throws(LuaSyntaxError) -> LuaSuffix? {
        let start = token.range.lowerBound
        switch token.mark {
        case ".":
            try advance()
            let (name, range) = try self.name()
            return LuaSuffix(kind: .field(name), range: range)
        case "[":
            let key = try bracketedKey()
            return LuaSuffix(kind: .index(key), range: start..<lastEnd)
        case ":":
            try advance()
            let (name, range) = try self.name()
            return LuaSuffix(kind: .method(name, try arguments(line)), range: range)
        case "(", "{", "<string>":
            return LuaSuffix(kind: .call(try arguments(line)), range: start..<lastEnd)
        default: return nil
        }
    }

    private mutating func bracketedKey() throws(LuaSyntaxError) -> LuaExpression {
        try advance()
        let key = try expression()
        try expect("]")
        return key
    }

    private mutating func arguments(_ line: Int) throws(LuaSyntaxError) -> LuaArguments {
        let start = token.range.lowerBound
        var values: [LuaExpression] = []
        switch token.mark {
        case "(":
            try advance()
            if !isAt(")") { values = try expressions() }
            try expect(")", closing: "(", from: line)
        case "{": values = [try table()]
        case "<string>": values = [try simpleExpression()]
        default: throw near("function arguments expected")
        }
        return LuaArguments(values: values, range: start..<lastEnd)
    }

    // MARK: Tables and functions

    private mutating func table() throws(LuaSyntaxError) -> LuaExpression {
        let (line, start) = (lexer.line, token.range.lowerBound)
        try expect("{")
        var items: [LuaTableItem] = []
        while !isAt("}") {
            items.append(try tableItem())
            if try skip(",") { continue }
            if try skip(";") { continue }
            break
        }
        try expect("}", closing: "{", from: line)
        return LuaExpression(kind: .table(items), range: start..<lastEnd)
    }

    private mutating func tableItem() throws(LuaSyntaxError) -> LuaTableItem {
        if token.name != nil, try peek() == "=" {
            let (name, range) = try self.name()
            try expect("=")
            return LuaTableItem(key: .name(name, range), value: try expression())
        }
        if isAt("[") {
            let key = try bracketedKey()
            try expect("=")
            return LuaTableItem(key: .expression(key), value: try expression())
        }
        return LuaTableItem(key: .position, value: try expression())
    }

    /// - Parameter method: Where the name of a method stands, which has a `self`.
    mutating func functionBody(
        from start: Int, line: Int, method: Range<Int>? = nil
    ) throws(LuaSyntaxError) -> LuaFunctionBody {
        let outer = scope
        scope = FunctionScope(in: outer, line: line)
        enterBlock()
        try expect("(")
        if let method {
            _ = try declare("self", .implicitSelf, method)
            scope.declarePending()
        }
        let parameters = try self.parameters()
        try expect(")")
        let block = try statements()
        try expect("end", closing: "function", from: line)
        try leaveBlock()
        let body = LuaFunctionBody(
            parameters: parameters, isVariadic: scope.isVariadic, block: block, range: start..<lastEnd)
        scope = outer
        return body
    }

    private mutating func parameters() throws(LuaSyntaxError) -> [LuaVariable] {
        var list: [LuaVariable] = []
        if isAt(")") { return list }
        repeat {
            if try skip("...") {
                scope.isVariadic = true
                break
            }
            guard token.name != nil else { throw near("<name> or '...' expected") }
            let (name, range) = try self.name()
            list.append(try declare(name, .parameter, range))
        } while try skip(",")
        scope.declarePending()
        return list
    }
}
