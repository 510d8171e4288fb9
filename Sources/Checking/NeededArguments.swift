import LuaSyntax

/// How many arguments the functions of a file cannot do without: a parameter counts that the function does something
/// with, first of all, that fails with nil, and that it nowhere asks for.
struct NeededArguments {
    /// Where values are used in a way that fails with nil, whenever the function around it comes to that place.
    private var uses: Set<Range<Int>> = []
    /// Where values are looked at as conditions, or handed on.
    private var askedFor: Set<Range<Int>> = []

    init(_ tree: LuaTree) {
        for step in tree.steps where step.isCertain {
            for operand in step.operands where operand.kind == .local { uses.insert(operand.range) }
        }
        var (uses, askedFor) = (self.uses, Set<Range<Int>>())
        tree.walk { node in
            switch node {
            case .statement(let statement): askedFor.formUnion(statement.conditions)
            case .expression(let expression):
                if let list = expression.walked { uses.insert(list) } else { askedFor.formUnion(expression.conditions) }
            }
        }
        (self.uses, self.askedFor) = (uses, askedFor)
    }

    /// The number of the last parameter that counts.
    func count(of body: LuaFunctionBody) -> Int {
        guard let start = body.block.statements.first?.range.lowerBound else { return 0 }
        let reach =
            start..<max(start, body.block.statements.lazy.compactMap(\.endOfCertainty).first ?? body.range.upperBound)
        let index = body.parameters.lastIndex { parameter in
            parameter.writes.isEmpty && !parameter.reads.contains(where: askedFor.contains)
                && parameter.reads.contains { reach.contains($0.lowerBound) && uses.contains($0) }
        }
        return index.map { $0 + 1 } ?? 0
    }
}

extension LuaStatement {
    /// Where what is certain to be done ends, at a statement behind which the function may have left.
    fileprivate var endOfCertainty: Int? {
        switch kind {
        case .genericFor(_, _, let block), .numericFor(_, _, let block): block.range.lowerBound
        case .if, .while, .repeat, .goto, .do: range.lowerBound
        default: nil
        }
    }

    fileprivate var conditions: [Range<Int>] {
        switch kind {
        case .if(let branches, _): branches.map(\.condition.range)
        case .while(let condition, _), .repeat(_, let condition): [condition.range]
        default: []
        }
    }
}

extension LuaExpression {
    /// The list in `ipairs(list)` and `pairs(list)`.
    fileprivate var walked: Range<Int>? {
        guard case .chain(let first, let suffixes) = kind, case .global(let name) = first.kind, suffixes.count == 1,
            name == "ipairs" || name == "pairs"
        else { return nil }
        return suffixes[0].arguments?.values.first?.range
    }

    fileprivate var conditions: [Range<Int>] {
        switch kind {
        case .unary("not", let value): return [value.range]
        case .operation(let first, let operands):
            let symbols: Set = ["and", "or", "==", "~="]
            guard operands.contains(where: { symbols.contains($0.symbol) }) else { return [] }
            return [first.range] + operands.map(\.value.range)
        case .chain(_, let suffixes):
            // What is handed on may be nil to whom it is handed.
            return suffixes.compactMap(\.arguments).flatMap { $0.values.map(\.range) }
        default: return []
        }
    }
}
