/// A Lua text as a tree, its names resolved.
///
/// It is made for text that Lua accepts. Of other text it may read more than Lua would: it knows the grammar, and neither
/// limits nor what Lua has to say of labels, attributes and `...`.
public struct LuaTree {
    /// The text that the tree was read from, into which all ranges point.
    public let source: LuaSource
    /// The statements of the file itself, outside of every function.
    public let block: LuaBlock
    /// Every local variable, in the order of declaration.
    public let variables: [LuaVariable]
    /// Every use of a global.
    public let globals: [LuaGlobalUse]
    /// Where each comment is, from its first `-`, without the line break behind it; in bytes.
    public let comments: [Range<Int>]

    /// - Throws: `LuaReadingStopped` at the first token that fits nowhere, and where more than 200 expressions or
    ///   statements are nested.
    public init(parsing source: LuaSource) throws(LuaReadingStopped) {
        var parser = try LuaParser(source)
        block = try parser.chunk()
        (self.source, variables, globals) = (source, parser.variables, parser.globals)
        comments = parser.comments
    }
}

/// A global where it is read or set.
public struct LuaGlobalUse: Sendable {
    /// The name as it is written in the text.
    public let name: String
    /// Where the name is written, in bytes.
    public let range: Range<Int>
    /// True when this use assigns to the global, false when it reads it.
    public internal(set) var isSet: Bool
    /// Whether that happens inside a function, and not while the file itself runs.
    public let isInFunction: Bool
}

/// Statements in a scope of their own.
public struct LuaBlock {
    /// The statements in the order of the text, empty ones (`;`) included.
    public let statements: [LuaStatement]
    /// From where the block begins to where its last token ends, in bytes; empty for a block without statements.
    public let range: Range<Int>
}

/// A statement and where it stands.
public struct LuaStatement {
    /// What a statement does, with its parts.
    public indirect enum Kind {
        /// `;`
        case empty
        case local([LuaVariable], [LuaExpression])
        case localFunction(LuaVariable, LuaFunctionBody)
        /// `function a.b:c() end`
        case function(LuaExpression, isMethod: Bool, LuaFunctionBody)
        case assignment([LuaExpression], [LuaExpression])
        case call(LuaExpression)
        case `do`(LuaBlock)
        case `while`(LuaExpression, LuaBlock)
        case `repeat`(LuaBlock, until: LuaExpression)
        case `if`([LuaBranch], else: LuaBlock?)
        /// `for variable = start, limit, step do`
        case numericFor(LuaVariable, [LuaExpression], LuaBlock)
        case genericFor([LuaVariable], [LuaExpression], LuaBlock)
        case `return`([LuaExpression])
        case `break`
        case goto(String)
        case label(String)
    }

    /// What the statement does, with its parts.
    public let kind: Kind
    /// Where the statement is written, in bytes.
    public let range: Range<Int>
}

/// A condition and what is done when it holds.
public struct LuaBranch {
    /// The expression between `if` or `elseif` and `then`.
    public let condition: LuaExpression
    /// The statements between `then` and what ends the branch.
    public let block: LuaBlock
}
