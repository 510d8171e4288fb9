extension LuaParser {
    /// Statements up to the end of their block, which opens and closes no scope here.
    mutating func statements() throws(LuaSyntaxError) -> LuaBlock {
        let start = token.range.lowerBound
        var list: [LuaStatement] = []
        while !endsBlock(orUntil: true) {
            let isReturn = isAt("return")
            try statement(into: &list)
            if isReturn { break }
        }
        return LuaBlock(statements: list, range: start..<max(start, lastEnd))
    }

    private func endsBlock(orUntil: Bool) -> Bool {
        switch token.mark {
        case "else", "elseif", "end", "<eof>": true
        case "until": orUntil
        default: false
        }
    }

    /// Statements in a scope of their own.
    private mutating func block(isLoop: Bool = false) throws(LuaSyntaxError) -> LuaBlock {
        enterBlock(isLoop: isLoop)
        let block = try statements()
        try leaveBlock()
        return block
    }

    private mutating func statement(into list: inout [LuaStatement]) throws(LuaSyntaxError) {
        let (line, start) = (lexer.line, token.range.lowerBound)
        try enterLevel()
        defer { leaveLevel() }
        // What a label skips stands before it in the list.
        let kind = try statement(line, &list)
        list.append(LuaStatement(kind: kind, range: start..<lastEnd))
    }

    private mutating func statement(
        _ line: Int, _ list: inout [LuaStatement]
    ) throws(LuaSyntaxError) -> LuaStatement.Kind {
        switch token.mark {
        case ";":
            try advance()
            return .empty
        case "if": return try ifStatement(line)
        case "while": return try whileStatement(line)
        case "do":
            try advance()
            let block = try block()
            try expect("end", closing: "do", from: line)
            return .do(block)
        case "for": return try forStatement(line)
        case "repeat": return try repeatStatement(line)
        case "function": return try functionStatement(line)
        case "local":
            let start = token.range.lowerBound
            try advance()
            return try skip("function") ? localFunction(start) : localStatement()
        case "::": return try label(line, &list)
        case "return":
            try advance()
            return try returnStatement()
        case "break":
            let range = token.range
            try advance()
            addGoto("break", range, line: line)
            return .break
        case "goto":
            try advance()
            let (name, range) = try self.name()
            addGoto(name, range, line: line)
            return .goto(name)
        default: return try expressionStatement()
        }
    }

    // MARK: Control

    private mutating func ifStatement(_ line: Int) throws(LuaSyntaxError) -> LuaStatement.Kind {
        var branches: [LuaBranch] = []
        repeat {
            try advance()
            let condition = try expression()
            try expect("then")
            branches.append(LuaBranch(condition: condition, block: try block()))
        } while isAt("elseif")
        let other = try skip("else") ? try block() : nil
        try expect("end", closing: "if", from: line)
        return .if(branches, else: other)
    }

    private mutating func whileStatement(_ line: Int) throws(LuaSyntaxError) -> LuaStatement.Kind {
        try advance()
        let condition = try expression()
        enterBlock(isLoop: true)
        try expect("do")
        let block = try block()
        try expect("end", closing: "while", from: line)
        try leaveBlock()
        return .while(condition, block)
    }

    /// The condition sees the locals of the block.
    private mutating func repeatStatement(_ line: Int) throws(LuaSyntaxError) -> LuaStatement.Kind {
        enterBlock(isLoop: true)
        enterBlock()
        try advance()
        let block = try statements()
        try expect("until", closing: "repeat", from: line)
        let condition = try expression()
        try leaveBlock()
        try leaveBlock()
        return .repeat(block, until: condition)
    }

    private mutating func forStatement(_ line: Int) throws(LuaSyntaxError) -> LuaStatement.Kind {
        enterBlock(isLoop: true)
        try advance()
        let (name, range) = try self.name()
        let kind: LuaStatement.Kind
        switch token.mark {
        case "=": kind = try numericFor(name, range)
        case ",", "in": kind = try genericFor(name, range)
        default: throw near("'=' or 'in' expected")
        }
        try expect("end", closing: "for", from: line)
        try leaveBlock()
        return kind
    }

    private mutating func numericFor(
        _ name: String, _ range: Range<Int>
    ) throws(LuaSyntaxError) -> LuaStatement.Kind {
        try hideVariables(3)
        let variable = try declare(name, .loop, range)
        try expect("=")
        var bounds = [try expression()]
        try expect(",")
        bounds.append(try expression())
        if try skip(",") { bounds.append(try expression()) }
        return .numericFor(variable, bounds, try loopBody())
    }

    private mutating func genericFor(
        _ name: String, _ range: Range<Int>
    ) throws(LuaSyntaxError) -> LuaStatement.Kind {
        try hideVariables(4)
        var list = [try declare(name, .loop, range)]
        while try skip(",") {
            let (name, range) = try self.name()
            list.append(try declare(name, .loop, range))
        }
        try expect("in")
        let values = try expressions()
        return .genericFor(list, values, try loopBody())
    }

    private static let hiddenName = "(for state)"

    /// The state of a loop, which liblua keeps in variables that no script can name.
    private mutating func hideVariables(_ count: Int) throws(LuaSyntaxError) {
        for _ in 0..<count { _ = try declare(Self.hiddenName, .loop, token.range) }
        variables.removeLast(count)
    }

    private mutating func loopBody() throws(LuaSyntaxError) -> LuaBlock {
        let names = scope.pending
        scope.active += names.filter { $0.name == Self.hiddenName }
        scope.pending = []
        try expect("do")
        enterBlock()
        scope.active += names.filter { $0.name != Self.hiddenName }
        let block = try statements()
        try leaveBlock()
        return block
    }

    private mutating func returnStatement() throws(LuaSyntaxError) -> LuaStatement.Kind {
        let values = endsBlock(orUntil: true) || isAt(";") ? [] : try expressions()
        _ = try skip(";")
        return .return(values)
    }

    private mutating func label(
        _ line: Int, _ list: inout [LuaStatement]
    ) throws(LuaSyntaxError) -> LuaStatement.Kind {
        try advance()
        let (name, range) = try self.name()
        try expect("::")
        while isAt(";") || isAt("::") { try statement(into: &list) }
        try addLabel(name, range, line: line, isLast: endsBlock(orUntil: false))
        return .label(name)
    }

    // MARK: Declarations

    private mutating func functionStatement(_ line: Int) throws(LuaSyntaxError) -> LuaStatement.Kind {
        let start = token.range.lowerBound
        try advance()
        let (name, range) = try self.name()
        var (first, suffixes) = try variable(name, range)
        var method: Range<Int>?
        while isAt(".") || isAt(":") {
            let isMethod = isAt(":")
            try advance()
            let (field, place) = try self.name()
            suffixes.append(LuaSuffix(kind: .field(field), range: place))
            if isMethod {
                method = place
                break
            }
        }
        if suffixes.isEmpty { first = assigned(first) }
        let target =
            suffixes.isEmpty
            ? first : LuaExpression(kind: .chain(first, suffixes), range: range.lowerBound..<lastEnd)
        let body = try functionBody(from: start, line: line, method: method)
        try checkAssignable(target)
        return .function(target, isMethod: method != nil, body)
    }

    private mutating func localFunction(_ start: Int) throws(LuaSyntaxError) -> LuaStatement.Kind {
        let (name, range) = try self.name()
        let variable = try declare(name, .function, range)
        scope.declarePending()
        return .localFunction(variable, try functionBody(from: start, line: lexer.line))
    }

    private mutating func localStatement() throws(LuaSyntaxError) -> LuaStatement.Kind {
        var list: [LuaVariable] = []
        repeat {
            let (name, range) = try self.name()
            let variable = try declare(name, .local, range)
            variable.attribute = try attribute()
            if variable.attribute == .close, list.contains(where: { $0.attribute == .close }) {
                throw failure("multiple to-be-closed variables in local list", range)
            }
            list.append(variable)
        } while try skip(",")
        let values = try skip("=") ? try expressions() : []
        scope.declarePending()
        return .local(list, values)
    }

    private mutating func attribute() throws(LuaSyntaxError) -> LuaVariable.Attribute? {
        guard try skip("<") else { return nil }
        let (name, range) = try self.name()
        try expect(">")
        guard let attribute = LuaVariable.Attribute(rawValue: name) else {
            throw failure("unknown attribute '\(name)'", range)
        }
        return attribute
    }

    // MARK: Assignments and calls

    private mutating func expressionStatement() throws(LuaSyntaxError) -> LuaStatement.Kind {
        let first = try suffixed()
        guard isAt("=") || isAt(",") else {
            guard first.isCall else { throw near("syntax error") }
            return .call(first)
        }
        var targets: [LuaExpression] = []
        var next = first
        let before = depth
        defer { depth = before }
        while true {
            guard next.isVariable else { throw near("syntax error") }
            try checkAssignable(next)
            targets.append(assigned(next))
            guard try skip(",") else { break }
            next = try suffixed()
            try enterLevel()
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

    private func checkAssignable(_ target: LuaExpression) throws(LuaSyntaxError) {
        guard case .local(let variable) = target.kind, variable.attribute != nil else { return }
        throw failure("attempt to assign to const variable '\(variable.name)'", target.range)
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
