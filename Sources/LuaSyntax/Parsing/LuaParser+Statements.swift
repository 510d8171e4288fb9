extension LuaParser {
    /// Reads statements up to the end of their block; opens and closes no scope.
    mutating func statements() throws(LuaReadingStopped) -> LuaBlock {
        let start = token.range.lowerBound
        var list: [LuaStatement] = []
        while !endsBlock {
            let isReturn = isAt("return")
            list.append(try statement())
            if isReturn { break }
        }
        return LuaBlock(statements: list, range: start..<max(start, lastEnd))
    }

    private var endsBlock: Bool {
        switch token.mark {
        case "else", "elseif", "end", "until", "<eof>": true
        default: false
        }
    }

    /// Reads statements in a scope of their own, in which `locals` are visible from the start.
    private mutating func block(_ locals: [LuaVariable] = []) throws(LuaReadingStopped) -> LuaBlock {
        let outside = scope.visible.count
        scope.visible += locals
        let block = try statements()
        scope.visible.removeSubrange(outside...)
        return block
    }

    private mutating func statement() throws(LuaReadingStopped) -> LuaStatement {
        let start = token.range.lowerBound
        try enterLevel()
        let kind = try statementKind()
        leaveLevel()
        return LuaStatement(kind: kind, range: start..<lastEnd)
    }

    private mutating func statementKind() throws(LuaReadingStopped) -> LuaStatement.Kind {
        switch token.mark {
        case "if": return try ifStatement()
        case "while": return try whileStatement()
        case "for": return try forStatement()
        case "repeat": return try repeatStatement()
        case "function": return try functionStatement()
        case ";", "do", "local", "::", "return", "break", "goto":
            let mark = token.mark
            let start = token.range.lowerBound
            try advance()
            return try statementKind(behind: mark, from: start)
        default: return try expressionStatement()
        }
    }

    private mutating func statementKind(
        behind mark: String, from start: Int
    ) throws(LuaReadingStopped) -> LuaStatement.Kind {
        switch mark {
        case "do": return .do(try closedBlock())
        case "local": return try skip("function") ? localFunction(start) : localStatement()
        case "return": return try returnStatement()
        case "break": return .break
        case "goto": return .goto(try name().0)
        case "::":
            let label = try name().0
            try expect("::")
            return .label(label)
        default: return .empty
        }
    }

    /// Reads a block and the `end` behind it.
    private mutating func closedBlock(_ locals: [LuaVariable] = []) throws(LuaReadingStopped) -> LuaBlock {
        let block = try block(locals)
        try expect("end")
        return block
    }

    // MARK: Control

    private mutating func ifStatement() throws(LuaReadingStopped) -> LuaStatement.Kind {
        var branches: [LuaBranch] = []
        repeat {
            try advance()
            let condition = try expression()
            try expect("then")
            branches.append(LuaBranch(condition: condition, block: try block()))
        } while isAt("elseif")
        let other = try skip("else") ? try block() : nil
        try expect("end")
        return .if(branches, else: other)
    }

    private mutating func whileStatement() throws(LuaReadingStopped) -> LuaStatement.Kind {
        try advance()
        let condition = try expression()
        try expect("do")
        return .while(condition, try closedBlock())
    }

    /// Reads `repeat … until condition`, where the condition sees the locals of the block.
    private mutating func repeatStatement() throws(LuaReadingStopped) -> LuaStatement.Kind {
        try advance()
        let outside = scope.visible.count
        let block = try statements()
        try expect("until")
        let condition = try expression()
        scope.visible.removeSubrange(outside...)
        return .repeat(block, until: condition)
    }

    private mutating func forStatement() throws(LuaReadingStopped) -> LuaStatement.Kind {
        try advance()
        let (name, range) = try self.name()
        let variable = declare(name, .loop, range)
        return try skip("=") ? numericFor(variable) : genericFor(variable)
    }

    private mutating func numericFor(_ variable: LuaVariable) throws(LuaReadingStopped) -> LuaStatement.Kind {
        let bounds = try expressions()
        guard (2...3).contains(bounds.count) else { throw stopped }
        try expect("do")
        return .numericFor(variable, bounds, try closedBlock([variable]))
    }

    private mutating func genericFor(_ first: LuaVariable) throws(LuaReadingStopped) -> LuaStatement.Kind {
        var list = [first]
        while try skip(",") {
            let (name, range) = try self.name()
            list.append(declare(name, .loop, range))
        }
        try expect("in")
        let values = try expressions()
        try expect("do")
        return .genericFor(list, values, try closedBlock(list))
    }

    private mutating func returnStatement() throws(LuaReadingStopped) -> LuaStatement.Kind {
        let values = endsBlock || isAt(";") ? [] : try expressions()
        _ = try skip(";")
        return .return(values)
    }

    // MARK: Declarations

    private mutating func functionStatement() throws(LuaReadingStopped) -> LuaStatement.Kind {
        let start = token.range.lowerBound
        try advance()
        let (name, range) = try self.name()
        var (first, suffixes) = variable(name, range)
        var method: Range<Int>?
        while method == nil, isAt(".") || isAt(":") {
            let isMethod = isAt(":")
            try advance()
            let (field, place) = try self.name()
            suffixes.append(LuaSuffix(kind: .field(field), range: place))
            if isMethod { method = place }
        }
        if suffixes.isEmpty { first = assigned(first) }
        let target =
            suffixes.isEmpty
            ? first : LuaExpression(kind: .chain(first, suffixes), range: range.lowerBound..<lastEnd)
        return .function(target, isMethod: method != nil, try functionBody(from: start, method: method))
    }

    private mutating func localFunction(_ start: Int) throws(LuaReadingStopped) -> LuaStatement.Kind {
        let (name, range) = try self.name()
        let variable = declare(name, .function, range)
        scope.visible.append(variable)
        return .localFunction(variable, try functionBody(from: start))
    }

    private mutating func localStatement() throws(LuaReadingStopped) -> LuaStatement.Kind {
        var list: [LuaVariable] = []
        repeat {
            let (name, range) = try self.name()
            list.append(declare(name, .local, range, try attribute()))
        } while try skip(",")
        let values = try skip("=") ? try expressions() : []
        scope.visible += list
        return .local(list, values)
    }

    private mutating func attribute() throws(LuaReadingStopped) -> LuaVariable.Attribute? {
        guard try skip("<") else { return nil }
        let (name, _) = try self.name()
        try expect(">")
        return LuaVariable.Attribute(rawValue: name)
    }

    // MARK: Assignments and calls

    private mutating func expressionStatement() throws(LuaReadingStopped) -> LuaStatement.Kind {
        let first = try suffixed()
        guard isAt("=") || isAt(",") else {
            guard first.isCall else { throw stopped }
            return .call(first)
        }
        guard first.isVariable else { throw stopped }
        var targets = [assigned(first)]
        while try skip(",") {
            let next = try suffixed()
            guard next.isVariable else { throw stopped }
            targets.append(assigned(next))
        }
        try expect("=")
        return .assignment(targets, try expressions())
    }

    /// Counts the use of a name as a write, which it was not known to be when it was read.
    private mutating func assigned(_ target: LuaExpression) -> LuaExpression {
        switch target.kind {
        case .local(let variable):
            if let index = variable.reads.lastIndex(of: target.range) { variable.reads.remove(at: index) }
            variable.writes.append(target.range)
        case .global:
            if let index = globals.lastIndex(where: { $0.range == target.range }) { globals[index].isSet = true }
        default: break
        }
        return target
    }
}

extension LuaExpression {
    fileprivate var isCall: Bool {
        if case .chain(_, let suffixes) = kind { suffixes.last?.arguments != nil } else { false }
    }

    fileprivate var isVariable: Bool {
        switch kind {
        case .local, .global: true
        case .chain(_, let suffixes): suffixes.last.map { $0.arguments == nil } ?? false
        default: false
        }
    }
}
