import LuaSyntax

/// The names that a script asks for before it uses them: `jit` in `if jit then`, `unpack` in `table.unpack or unpack`.
struct TestedNames {
    /// What is looked at as a condition, from a global on: `jit`, `math.pow`.
    private(set) var tested: Set<String> = []
    /// What is only evaluated where something is absent that the host has.
    private(set) var spare: Set<String> = []
    /// Where each expression ends that is looked at as a condition, in bytes.
    private(set) var ends: Set<Int> = []
    private var isThere: ([String]) -> Bool

    /// - Parameter isThere: Whether the host has what a path leads to.
    init(_ tree: LuaTree, isThere: @escaping ([String]) -> Bool) {
        self.isThere = isThere
        var names = self
        tree.walk { node in
            switch node {
            case .statement(let statement): names.note(statement)
            case .expression(let expression): names.note(expression)
            }
        }
        self = names
    }

    private mutating func note(_ statement: LuaStatement) {
        switch statement.kind {
        case .if(let branches, _): for branch in branches { test(branch.condition) }
        case .while(let condition, _), .repeat(_, let condition): test(condition)
        default: break
        }
    }

    private mutating func note(_ expression: LuaExpression) {
        switch expression.kind {
        case .unary("not", let value): test(value)
        case .operation(let first, let operands): note(first, operands)
        case .chain(let first, let suffixes):
            // `type(x)`, `rawget(t, k)` and the like take nil; only the first is asked for what it says of it.
            guard case .global("type") = first.kind, let value = suffixes.first?.arguments?.values.first else { return }
            test(value)
        default: break
        }
    }

    private mutating func note(_ first: LuaExpression, _ operands: [LuaOperand]) {
        var left: LuaExpression? = first
        for operand in operands {
            switch operand.symbol {
            case "and", "or", "==", "~=": left.map { test($0) }
            default: break
            }
            if operand.symbol == "==" || operand.symbol == "~=" { test(operand.value) }
            if operand.symbol == "or", let path = left?.path, isThere(path), let other = operand.value.path {
                spare.insert(other.joined(separator: "."))
            }
            left = operand.symbol == "and" || operand.symbol == "or" ? operand.value : nil
        }
    }

    private mutating func test(_ expression: LuaExpression) {
        ends.insert(expression.range.upperBound)
        if let path = expression.path { tested.insert(path.joined(separator: ".")) }
    }
}

extension LuaExpression {
    /// The names from a global to this, without `_G`: `["math", "pow"]`. Nil for everything else.
    var path: [String]? {
        switch kind {
        case .global(let name): return [name]
        case .parenthesized(let inner): return inner.path
        case .chain(let first, let suffixes):
            guard case .global(let name) = first.kind else { return nil }
            let fields = suffixes.compactMap(\.fieldName)
            guard fields.count == suffixes.count else { return nil }
            return name == "_G" || name == "_ENV" ? fields : [name] + fields
        default: return nil
        }
    }
}

extension LuaSuffix {
    /// The name in `.name` and `["name"]`; nil for everything else.
    var fieldName: String? {
        switch kind {
        case .field(let name): name
        case .index(let key): key.text
        case .call, .method: nil
        }
    }
}
