/// A part of a tree, as a walk meets it.
public enum LuaNode {
    case statement(LuaStatement)
    case expression(LuaExpression)
}

extension LuaTree {
    /// Calls `visit` for every statement and expression, each before what it holds, in the order of the text.
    public func walk(_ visit: (LuaNode) -> Void) { block.walk(visit) }
}

extension LuaBlock {
    /// Calls `visit` for every statement and expression in the block, each before what it holds, functions included.
    public func walk(_ visit: (LuaNode) -> Void) {
        for statement in statements { statement.walk(visit) }
    }

    /// Calls `visit` for this block and every block in it.
    public func walkBlocks(_ visit: (LuaBlock) -> Void) {
        visit(self)
        for statement in statements { statement.walkBlocks(visit) }
    }
}

extension LuaStatement {
    /// What the statement holds in the order of the text, as far as a walk is concerned.
    private enum Part {
        case expression(LuaExpression)
        case block(LuaBlock)
    }

    fileprivate func walk(_ visit: (LuaNode) -> Void) {
        visit(.statement(self))
        for part in parts {
            switch part {
            case .expression(let expression): expression.walk(visit)
            case .block(let block): block.walk(visit)
            }
        }
    }

    fileprivate func walkBlocks(_ visit: (LuaBlock) -> Void) {
        for part in parts {
            switch part {
            case .block(let block): block.walkBlocks(visit)
            case .expression(let expression): expression.walkFunctions { $0.walkBlocks(visit) }
            }
        }
    }

    private var parts: [Part] {
        switch kind {
        case .empty, .break, .goto, .label: []
        case .local(_, let values), .return(let values): values.map(Part.expression)
        case .localFunction(_, let body): [.block(body.block)]
        case .function(let target, _, let body): [.expression(target), .block(body.block)]
        case .assignment(let targets, let values): (targets + values).map(Part.expression)
        case .call(let call): [.expression(call)]
        case .do(let block): [.block(block)]
        case .while(let condition, let block): [.expression(condition), .block(block)]
        case .repeat(let block, let condition): [.block(block), .expression(condition)]
        case .if(let branches, let other):
            branches.flatMap { [.expression($0.condition), .block($0.block)] } + (other.map { [.block($0)] } ?? [])
        case .numericFor(_, let values, let block), .genericFor(_, let values, let block):
            values.map(Part.expression) + [.block(block)]
        }
    }
}

extension LuaExpression {
    /// Calls `visit` for this expression and everything in it, functions included.
    public func walk(_ visit: (LuaNode) -> Void) {
        visit(.expression(self))
        if case .function(let body) = kind { body.block.walk(visit) }
        for inner in parts { inner.walk(visit) }
    }

    /// Calls `visit` for the block of each function in this expression, not for what is in those.
    fileprivate func walkFunctions(_ visit: (LuaBlock) -> Void) {
        if case .function(let body) = kind { visit(body.block) }
        for inner in parts { inner.walkFunctions(visit) }
    }

    /// What the expression is made of, in the order of the text, without what functions hold.
    private var parts: [LuaExpression] {
        switch kind {
        case .nil, .vararg, .boolean, .integer, .number, .string, .local, .global, .function: []
        case .table(let items): items.flatMap(\.parts)
        case .parenthesized(let inner), .unary(_, let inner): [inner]
        case .chain(let first, let suffixes): [first] + suffixes.flatMap(\.parts)
        case .operation(let first, let operands): [first] + operands.map(\.value)
        }
    }
}

extension LuaTableItem {
    fileprivate var parts: [LuaExpression] {
        if case .expression(let key) = key { [key, value] } else { [value] }
    }
}

extension LuaSuffix {
    fileprivate var parts: [LuaExpression] {
        if case .index(let key) = kind { [key] } else { arguments?.values ?? [] }
    }
}
