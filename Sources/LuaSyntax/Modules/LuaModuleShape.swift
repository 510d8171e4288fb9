/// What a module returns, and which functions others reach through that, as its text declares them.
///
/// What only running the module would tell is not in it: functions that a loop or another function puts somewhere.
public struct LuaModuleShape {
    /// A function that the module declares and that has a name to be reached by.
    public struct Function {
        /// Who can call the function.
        public enum Owner: Hashable {
            /// The function is in the table that the module returns, or is what it returns.
            case module
            /// Objects that the module makes have it as a method; the class has this name in the text.
            case object(String)
            /// Only the module itself calls it.
            case hidden(LuaVariable)
        }

        /// Whether the module, its objects or nobody outside has the function.
        public let owner: Owner
        /// How it is reached, such as `["sub", "grid"]`; empty for a module that is a function.
        public let names: [String]
        /// Whether it is called with a colon.
        public let isMethod: Bool
        /// The parameters and statements, without the name.
        public let body: LuaFunctionBody
        /// The whole declaration, in bytes.
        public let range: Range<Int>
        /// The offsets that a comment about it may end at, to be tried in this order: where it is put into the module,
        /// where it is written.
        public let places: [Int]
    }

    /// The functions that can be reached by a name, in the order in which they are written.
    public private(set) var functions: [Function] = []
    /// The variable that the module returns, if it returns one.
    public private(set) var result: LuaVariable?
    /// Functions that stand in locals: what names of functions stand for.
    private var locals: [LuaVariable: Declaration] = [:]

    /// Reads what the statements of the file itself declare; nothing is run.
    public init(_ tree: LuaTree) {
        let statements = tree.block.statements.flatMap(\.flattened)
        for statement in statements { addLocals(statement) }
        readResult(tree)
        for statement in statements { read(statement) }
        for (variable, function) in locals { add(function, .hidden(variable), [variable.name], at: function.range) }
        functions.sort { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// Whether a local holds a function of the module.
    public func isFunction(_ variable: LuaVariable) -> Bool { locals[variable] != nil }

    /// Whether what the module returns is a table with functions in it.
    public var isTableOfFunctions: Bool { functions.contains { $0.owner == .module && !$0.names.isEmpty } }
}

/// A function where it is written.
private struct Declaration {
    let body: LuaFunctionBody
    let range: Range<Int>
}

// MARK: What names stand for

extension LuaModuleShape {
    private mutating func addLocals(_ statement: LuaStatement) {
        switch statement.kind {
        case .localFunction(let variable, let body):
            locals[variable] = Declaration(body: body, range: statement.range)
        case .function(let target, _, let body):
            guard case .local(let variable) = target.kind else { return }
            locals[variable] = Declaration(body: body, range: statement.range)
        case .local(let variables, let values):
            for (variable, value) in zip(variables, values) { addLocal(variable, value, statement.range) }
        case .assignment(let targets, let values):
            for (target, value) in zip(targets, values) {
                guard case .local(let variable) = target.kind else { continue }
                addLocal(variable, value, statement.range)
            }
        default: break
        }
    }

    private mutating func addLocal(_ variable: LuaVariable, _ value: LuaExpression, _ range: Range<Int>) {
        if case .function(let body) = value.kind { locals[variable] = Declaration(body: body, range: range) }
    }

    private func function(_ value: LuaExpression, _ range: Range<Int>) -> Declaration? {
        switch value.kind {
        case .function(let body): Declaration(body: body, range: range)
        case .local(let variable): locals[variable]
        default: nil
        }
    }

    private mutating func readResult(_ tree: LuaTree) {
        guard let last = tree.block.statements.last, case .return(let values) = last.kind,
            let value = values.first?.withoutMetatable
        else { return }
        if case .local(let variable) = value.kind { result = variable }
        addMember([], value, last.range)
    }
}

// MARK: Where functions are put

extension LuaModuleShape {
    private mutating func read(_ statement: LuaStatement) {
        switch statement.kind {
        case .function(let target, let isMethod, let body):
            guard let (owner, names) = member(target), !names.isEmpty else { return }
            let function = Declaration(body: body, range: statement.range)
            add(function, to: owner, names, isMethod: isMethod, at: statement.range)
        case .local(let variables, let values):
            for (variable, value) in zip(variables, values) where variable == result {
                addMembers(of: value.withoutMetatable, [])
            }
        case .assignment(let targets, let values):
            for (target, value) in zip(targets, values) { assign(value.withoutMetatable, to: target, statement.range) }
        default: break
        }
    }

    private mutating func assign(_ value: LuaExpression, to target: LuaExpression, _ range: Range<Int>) {
        guard let (owner, names) = member(target) else { return }
        if owner == result, result != nil {
            names.isEmpty ? addMembers(of: value, []) : addMember(names, value, range)
        } else if !names.isEmpty, let function = function(value, range) {
            add(function, to: owner, names, isMethod: false, at: range)
        }
    }

    /// `value` under `names` in what the module returns.
    private mutating func addMember(_ names: [String], _ value: LuaExpression, _ range: Range<Int>) {
        if let function = function(value, range) {
            add(function, .module, names, at: range)
        } else {
            addMembers(of: value, names)
        }
    }

    private mutating func addMembers(of value: LuaExpression, _ names: [String]) {
        guard case .table(let items) = value.kind else { return }
        for item in items {
            guard let (name, start) = item.name else { continue }
            addMember(names + [name], item.value, start..<item.value.range.upperBound)
        }
    }

    /// Adds a function of the module, or a method of the objects that it makes: one that is called with a colon or has
    /// a first parameter `self`.
    private mutating func add(
        _ function: Declaration, to owner: LuaVariable?, _ names: [String], isMethod: Bool, at range: Range<Int>
    ) {
        if owner == result, result != nil {
            add(function, .module, names, isMethod: isMethod, at: range)
        } else if let owner, isMethod || function.body.parameters.first?.name == "self" {
            add(function, .object(owner.name), names, isMethod: true, at: range)
        }
    }

    private mutating func add(
        _ function: Declaration, _ owner: Function.Owner, _ names: [String], isMethod: Bool = false,
        at range: Range<Int>
    ) {
        let places = [range.lowerBound] + (range == function.range ? [] : [function.range.lowerBound])
        functions.append(
            Function(
                owner: owner, names: names, isMethod: isMethod, body: function.body, range: function.range,
                places: places))
    }

    /// `a.b["c"]` as the variable and the names behind it.
    private func member(_ target: LuaExpression) -> (LuaVariable, [String])? {
        switch target.kind {
        case .local(let variable): return (variable, [])
        case .chain(let first, let suffixes):
            guard case .local(let variable) = first.kind else { return nil }
            let names = suffixes.compactMap(\.fieldName)
            return names.count == suffixes.count ? (variable, names) : nil
        default: return nil
        }
    }
}

extension LuaStatement {
    /// The statement and those in its blocks, in the order of the text, without those in functions.
    fileprivate var flattened: [LuaStatement] {
        let blocks: [LuaBlock] =
            switch kind {
            case .do(let block), .while(_, let block), .repeat(let block, _), .numericFor(_, _, let block),
                .genericFor(_, _, let block):
                [block]
            case .if(let branches, let other): branches.map(\.block) + (other.map { [$0] } ?? [])
            default: []
            }
        return [self] + blocks.flatMap { $0.statements.flatMap(\.flattened) }
    }
}

extension LuaExpression {
    /// The table that `setmetatable(table, …)` returns; any other value as it is.
    fileprivate var withoutMetatable: LuaExpression {
        switch kind {
        case .parenthesized(let inner): return inner.withoutMetatable
        case .chain(let first, let suffixes):
            guard case .global("setmetatable") = first.kind, suffixes.count == 1,
                let table = suffixes[0].arguments?.values.first
            else { return self }
            return table.withoutMetatable
        default: return self
        }
    }
}

extension LuaSuffix {
    /// The name in `.name` and `["name"]`.
    fileprivate var fieldName: String? {
        switch kind {
        case .field(let name): name
        case .index(let key): key.text
        case .call, .method: nil
        }
    }
}

extension LuaTableItem {
    /// The name in `name = value` and `["name"] = value`, and where the item begins.
    fileprivate var name: (String, Int)? {
        switch key {
        case .name(let name, let range): (name, range.lowerBound)
        case .expression(let key): key.text.map { ($0, key.range.lowerBound) }
        case .position: nil
        }
    }
}
