extension LuaParser {
    mutating func expression() throws(LuaReadingStopped) -> LuaExpression { try expression(above: 0) }

    mutating func expressions() throws(LuaReadingStopped) -> [LuaExpression] {
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

    private var isAtUnaryOperator: Bool { isAt("-") || isAt("not") || isAt("#") || isAt("~") }

    private mutating func expression(above limit: Int) throws(LuaReadingStopped) -> LuaExpression {
        try enterLevel()
        defer { leaveLevel() }
        let start = token.range.lowerBound
        var result: LuaExpression
        if isAtUnaryOperator {
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

    private mutating func simpleExpression() throws(LuaReadingStopped) -> LuaExpression {
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
                kind = .vararg
            case "{": return try table()
            case "function":
                try advance()
                let body = try functionBody(from: range.lowerBound)
                return LuaExpression(kind: .function(body), range: range.lowerBound..<lastEnd)
            default: return try suffixed()
            }
        }
        try advance()
        return LuaExpression(kind: kind, range: range)
    }

    // MARK: Values with something behind

    mutating func suffixed() throws(LuaReadingStopped) -> LuaExpression {
        let start = token.range.lowerBound
        let (first, inside) = try primary()
        var suffixes = inside
        while let suffix = try suffix() { suffixes.append(suffix) }
        return suffixes.isEmpty
            ? first : LuaExpression(kind: .chain(first, suffixes), range: start..<lastEnd)
    }

    /// A name, or an expression in parentheses.
    private mutating func primary() throws(LuaReadingStopped) -> (LuaExpression, [LuaSuffix]) {
        if token.name != nil {
            let (name, range) = try self.name()
            return variable(name, range)
        }
        let start = token.range.lowerBound
        try expect("(")
        let inner = try expression()
        try expect(")")
        return (LuaExpression(kind: .parenthesized(inner), range: start..<lastEnd), [])
    }

    /// Finds what a name stands for: a local, a global, or, where a local is called `_ENV`, a field of that.
    mutating func variable(_ name: String, _ range: Range<Int>) -> (LuaExpression, [LuaSuffix]) {
        if let variable = scope.local(name) { return (read(variable, range), []) }
        guard hasLocalEnvironment, name != "_ENV", let table = scope.local("_ENV") else {
            return (global(name, range), [])
        }
        return (read(table, range), [LuaSuffix(kind: .field(name), range: range)])
    }

    private func read(_ variable: LuaVariable, _ range: Range<Int>) -> LuaExpression {
        variable.reads.append(range)
        return LuaExpression(kind: .local(variable), range: range)
    }

    private mutating func global(_ name: String, _ range: Range<Int>) -> LuaExpression {
        globals.append(LuaGlobalUse(name: name, range: range, isSet: false, isInFunction: scope.outer != nil))
        return LuaExpression(kind: .global(name), range: range)
    }

    private mutating func suffix() throws(LuaReadingStopped) -> LuaSuffix? {
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
            return LuaSuffix(kind: .method(name, try arguments()), range: range)
        case "(", "{", "<string>":
            return LuaSuffix(kind: .call(try arguments()), range: start..<lastEnd)
        default: return nil
        }
    }

    private mutating func bracketedKey() throws(LuaReadingStopped) -> LuaExpression {
        try advance()
        let key = try expression()
        try expect("]")
        return key
    }

    private mutating func arguments() throws(LuaReadingStopped) -> LuaArguments {
        let start = token.range.lowerBound
        var values: [LuaExpression] = []
        switch token.mark {
        case "(":
            try advance()
            if !isAt(")") { values = try expressions() }
            try expect(")")
        case "{": values = [try table()]
        case "<string>": values = [try simpleExpression()]
        default: throw stopped
        }
        return LuaArguments(values: values, range: start..<lastEnd)
    }

    // MARK: Tables and functions

    private mutating func table() throws(LuaReadingStopped) -> LuaExpression {
        let start = token.range.lowerBound
        try expect("{")
        var items: [LuaTableItem] = []
        while !isAt("}") {
            items.append(try tableItem())
            if try skip(",") { continue }
            if try skip(";") { continue }
            break
        }
        try expect("}")
        return LuaExpression(kind: .table(items), range: start..<lastEnd)
    }

    private mutating func tableItem() throws(LuaReadingStopped) -> LuaTableItem {
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

    /// Reads the parameters, the block and the `end` of a function.
    ///
    /// - Parameter method: The range of the name, for a method, which has a `self`; nil otherwise.
    mutating func functionBody(
        from start: Int, method: Range<Int>? = nil
    ) throws(LuaReadingStopped) -> LuaFunctionBody {
        let outer = scope
        scope = FunctionScope(in: outer)
        if let method { scope.visible.append(declare("self", .implicitSelf, method)) }
        try expect("(")
        let (parameters, isVariadic) = try self.parameters()
        try expect(")")
        scope.visible += parameters
        let block = try statements()
        try expect("end")
        scope = outer
        return LuaFunctionBody(
            parameters: parameters, isVariadic: isVariadic, block: block, range: start..<lastEnd)
    }

    private mutating func parameters() throws(LuaReadingStopped) -> ([LuaVariable], isVariadic: Bool) {
        var list: [LuaVariable] = []
        if isAt(")") { return (list, false) }
        repeat {
            if try skip("...") { return (list, true) }
            let (name, range) = try self.name()
            list.append(declare(name, .parameter, range))
        } while try skip(",")
        return (list, false)
    }
}
