/// Walks a tree in the order in which it would be run, and takes down what may fail.
struct LuaStepReader {
    let tree: LuaTree
    private(set) var steps: [LuaStep] = []
    private var names = LuaOperandNames()
    private var statement = 0
    private var lastStatement = 0
    private var conditions: [Int] = []
    private var lastCondition = 0

    init(_ tree: LuaTree) { self.tree = tree }

    mutating func read(_ block: LuaBlock) {
        for statement in block.statements { read(statement) }
    }

    private mutating func read(_ next: LuaStatement) {
        let outer = statement
        lastStatement += 1
        statement = lastStatement
        defer { statement = outer }
        switch next.kind {
        case .empty, .break, .goto, .label: break
        case .local(let variables, let values): readLocal(variables, values)
        case .localFunction(let variable, let body):
            names.declare([variable])
            read(body, selfRange: nil)
        case .function(let target, let isMethod, let body):
            read(target: target)
            read(body, selfRange: isMethod ? target.lastName : nil)
            store(target, until: next.range)
        case .assignment(let targets, let values):
            for target in targets { read(target: target) }
            for value in values { read(value) }
            for target in targets.reversed() { store(target, until: next.range) }
        case .call(let call): read(call)
        case .return(let values): for value in values { read(value) }
        case .do(let block): read(block)
        case .while(let condition, let block):
            read(condition)
            read(block)
        case .repeat(let block, let condition):
            read(block)
            read(condition)
        case .if(let branches, let other): readBranches(branches, other)
        case .numericFor(let variable, let values, let block): readLoop(next, [variable], values, block)
        case .genericFor(let variables, let values, let block): readLoop(next, variables, values, block)
        }
    }

    private mutating func readLocal(_ variables: [LuaVariable], _ values: [LuaExpression]) {
        for value in values { read(value) }
        names.declare(variables)
        for (variable, value) in zip(variables, values) { names.note(variable, value) }
    }

    private mutating func readBranches(_ branches: [LuaBranch], _ other: LuaBlock?) {
        for (index, branch) in branches.enumerated() {
            if index > 0 {
                lastStatement += 1
                statement = lastStatement
            }
            read(branch.condition)
            read(branch.block)
        }
        other.map { read($0) }
    }

    private mutating func readLoop(
        _ loop: LuaStatement, _ variables: [LuaVariable], _ values: [LuaExpression], _ block: LuaBlock
    ) {
        for value in values { read(value) }
        let line = tree.source.line(at: loop.range.lowerBound)
        if case .numericFor = loop.kind {
            add(.loop, values.map { names.name(of: $0) }, line...line)
        } else if let first = values.first {
            add(.call, [names.iterator(first)], line...line)
        }
        names.declare(variables)
        read(block)
    }

    private mutating func read(_ body: LuaFunctionBody, selfRange: Range<Int>?) {
        names.enter(body, selfRange: selfRange)
        let outer = conditions
        conditions = []
        read(body.block)
        conditions = outer
        names.leave()
    }

    // MARK: Expressions

    private mutating func read(_ expression: LuaExpression) {
        switch expression.kind {
        case .nil, .vararg, .boolean, .integer, .number, .string, .local: break
        case .global(let name): addGlobal(.readGlobal, name, expression.range, linesBehind(expression.range))
        case .function(let body): read(body, selfRange: nil)
        case .table(let items):
            for item in items {
                if case .expression(let key) = item.key { read(key) }
                read(item.value)
            }
        case .parenthesized(let inner): read(inner)
        case .chain(let first, let suffixes): read(first, suffixes, of: expression)
        case .unary(let symbol, let value):
            read(value)
            let line = tree.source.line(at: expression.range.lowerBound)
            let kinds: [String: LuaStep.Kind] = ["-": .arithmetic, "~": .bitwise, "#": .length]
            if let kind = kinds[symbol] { add(kind, [names.name(of: value)], line...line) }
        case .operation(let first, let operands): read(first, operands)
        }
    }

    /// Reads operands of one list: an operator has all that is to its left on the one side, and one operand on the other.
    private mutating func read(_ first: LuaExpression, _ operands: some Collection<LuaOperand>) {
        read(first)
        var left = names.name(of: first)
        let outer = conditions
        for operand in operands {
            let value = operand.value
            if operand.symbol == ".." {
                addConcatenation([left] + readJoined(value))
            } else {
                conditions = operand.isConditional ? outer + [nextCondition()] : outer
                read(value)
                if let kind = LuaStep.Kind(operator: operand.symbol) {
                    add(kind, [left, names.name(of: value)], lines(between: left.expression, value.range))
                }
            }
            left = names.unnamed(first.range.lowerBound..<value.range.upperBound)
        }
        conditions = outer
    }

    /// Reads what stands to the right of a `..`, and lists what is joined there: `b .. c` is part of the same step.
    private mutating func readJoined(_ value: LuaExpression) -> [LuaOperandName] {
        guard case .operation(let first, let operands) = value.kind, let last = operands.last, last.symbol == ".."
        else {
            read(value)
            return [names.name(of: value)]
        }
        read(first, operands.dropLast())
        let left = operands.count == 1 ? names.name(of: first) : names.unnamed(first.range)
        return [left] + readJoined(last.value)
    }

    /// Adds `a .. b .. c` as one step: Lua joins from the right, two at a time.
    private mutating func addConcatenation(_ parts: [LuaOperandName]) {
        let order = parts.suffix(2) + parts.dropLast(2).reversed()
        add(.concatenation, Array(order), lines(between: parts[0].expression, parts[parts.count - 1].expression))
    }

    private mutating func nextCondition() -> Int {
        lastCondition += 1
        return lastCondition
    }

    private mutating func read(_ first: LuaExpression, _ suffixes: [LuaSuffix], of chain: LuaExpression) {
        if !names.isEnvironment(first) { read(first) }
        for index in suffixes.indices { read(suffixes, index, first, chain) }
    }

    private mutating func read(
        _ suffixes: [LuaSuffix], _ index: Int, _ first: LuaExpression, _ chain: LuaExpression
    ) {
        let suffix = suffixes[index]
        let owner = suffixes[..<index]
        switch suffix.kind {
        case .index(let key):
            read(key)
            addIndex(first, owner, suffix, linesBehind(suffix.range))
        case .field: addIndex(first, owner, suffix, linesBehind(suffix.range))
        case .method(_, let arguments):
            addIndex(first, owner, suffix, linesBehind(suffix.range))
            for value in arguments.values { read(value) }
            addCall(first, suffixes[...index], chain, arguments)
        case .call(let arguments):
            for value in arguments.values { read(value) }
            addCall(first, owner, chain, arguments)
        }
    }

    // MARK: Targets

    /// Reads what is evaluated before anything is stored.
    private mutating func read(target: LuaExpression) {
        guard case .chain(let first, let suffixes) = target.kind else { return }
        if !names.isEnvironment(first) { read(first) }
        for index in suffixes.indices.dropLast() { read(suffixes, index, first, target) }
        if case .index(let key)? = suffixes.last?.kind { read(key) }
    }

    private mutating func store(_ target: LuaExpression, until statement: Range<Int>) {
        let start = tree.source.line(at: statement.lowerBound)
        let lines = start...max(start, tree.source.line(at: max(statement.lowerBound, statement.upperBound - 1)))
        switch target.kind {
        case .global(let name): addGlobal(.setGlobal, name, target.range, lines)
        case .chain(let first, let suffixes):
            guard let last = suffixes.last else { return }
            addIndex(first, suffixes.dropLast(), last, lines, isStore: true)
        default: break
        }
    }

    // MARK: Adding

    private mutating func add(
        _ kind: LuaStep.Kind, _ operands: [LuaOperandName], _ lines: ClosedRange<Int>, key: LuaKeyName? = nil
    ) {
        steps.append(
            LuaStep(
                kind: kind, operands: operands, key: key, lines: lines, statement: statement, conditions: conditions))
    }

    private mutating func addGlobal(
        _ kind: LuaStep.Kind, _ name: String, _ range: Range<Int>, _ lines: ClosedRange<Int>
    ) {
        let operand = LuaOperandName(kind: .global, name: name, range: range, expression: range, path: [name])
        add(kind, [operand], lines)
    }

    private mutating func addIndex(
        _ first: LuaExpression, _ owner: ArraySlice<LuaSuffix>, _ suffix: LuaSuffix, _ lines: ClosedRange<Int>,
        isStore: Bool = false
    ) {
        if owner.isEmpty, names.isEnvironment(first), let name = suffix.keyName {
            return addGlobal(isStore ? .setGlobal : .readGlobal, name, suffix.range, lines)
        }
        let value = names.name(of: first, owner)
        let path = value.path.isEmpty ? [] : suffix.keyName.map { value.path + [$0] } ?? []
        add(.index, [value], lines, key: LuaKeyName(name: suffix.keyName, range: suffix.keyRange, path: path))
    }

    private mutating func addCall(
        _ first: LuaExpression, _ function: ArraySlice<LuaSuffix>, _ chain: LuaExpression, _ arguments: LuaArguments
    ) {
        let start = tree.source.line(at: chain.range.lowerBound)
        let end = tree.source.line(at: arguments.range.lowerBound)
        add(.call, [names.name(of: first, function)], start...max(start, end))
    }

    // MARK: Lines

    /// Lua reads on before it writes down what was read: the line may be that of the token behind it.
    private func linesBehind(_ range: Range<Int>) -> ClosedRange<Int> {
        let line = tree.source.line(at: max(range.lowerBound, range.upperBound - 1))
        return line...max(line, tree.source.line(at: tree.endOfToken(from: range.upperBound)))
    }

    private func lines(between left: Range<Int>, _ right: Range<Int>) -> ClosedRange<Int> {
        let line = tree.source.line(at: max(left.lowerBound, left.upperBound - 1))
        return line...max(line, tree.source.line(at: right.lowerBound))
    }
}

extension LuaStep.Kind {
    /// What an operator between two values does; nil for one that never fails, and for comparisons, of which messages
    /// name no value.
    fileprivate init?(operator symbol: String) {
        switch symbol {
        case "+", "-", "*", "/", "//", "%", "^": self = .arithmetic
        case "&", "|", "~", "<<", ">>": self = .bitwise
        default: return nil
        }
    }
}

extension LuaOperand {
    /// Whether its value is not always evaluated.
    fileprivate var isConditional: Bool { symbol == "and" || symbol == "or" }
}

extension LuaExpression {
    /// The range of the last name of `a.b.c`.
    fileprivate var lastName: Range<Int>? {
        guard case .chain(_, let suffixes) = kind else { return nil }
        return suffixes.last?.range
    }
}

extension LuaSuffix {
    /// The name that is looked up; nil for a key that is computed, and for a call.
    var keyName: String? {
        switch kind {
        case .field(let name), .method(let name, _): name
        case .index(let key): key.text
        case .call: nil
        }
    }

    /// Where that name or key is written.
    fileprivate var keyRange: Range<Int> {
        if case .index(let key) = kind { key.range } else { range }
    }
}
