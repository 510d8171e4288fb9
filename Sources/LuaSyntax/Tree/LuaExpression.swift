/// An expression and where it stands.
public struct LuaExpression {
    /// What an expression is, with its parts.
    public indirect enum Kind {
        case `nil`, vararg
        case boolean(Bool)
        case integer(Int64)
        case number(Double)
        /// A string's bytes, with escapes resolved.
        case string([UInt8])
        case function(LuaFunctionBody)
        case table([LuaTableItem])
        case local(LuaVariable)
        /// A global: a name that no local has.
        case global(String)
        case parenthesized(LuaExpression)
        /// Fields, calls and indices behind a value, in order: `a.b[1]:c(2)` is one of these.
        case chain(LuaExpression, [LuaSuffix])
        case unary(String, LuaExpression)
        /// Operands of one level, from left to right: `a - b + c`.
        case operation(LuaExpression, [LuaOperand])
    }

    /// What the expression is, with its parts.
    public let kind: Kind
    /// Where the expression is written, in bytes.
    public let range: Range<Int>
}

/// An operator and what stands to its right.
public struct LuaOperand {
    /// The operator as it is written: `+`, `..`, `and`.
    public let symbol: String
    /// The operand to the right of the operator.
    public let value: LuaExpression
}

/// What follows a value: a field, an index, a call.
public struct LuaSuffix {
    /// The ways to get from a value to another.
    public enum Kind {
        case field(String)
        case index(LuaExpression)
        case call(LuaArguments)
        case method(String, LuaArguments)
    }

    /// Which of these ways is taken, with its name, key or arguments.
    public let kind: Kind
    /// For `.field` and `.method`, the name; otherwise from bracket to bracket. In bytes.
    public let range: Range<Int>

    /// What is passed, when the suffix is a call or a method call; nil otherwise.
    public var arguments: LuaArguments? {
        switch kind {
        case .call(let arguments), .method(_, let arguments): arguments
        case .field, .index: nil
        }
    }
}

/// The arguments of a call, brackets or quotes included in the range.
public struct LuaArguments {
    /// The arguments in order; a string or table without parentheses is the only one.
    public let values: [LuaExpression]
    /// From the opening to the closing bracket or quote, in bytes.
    public let range: Range<Int>
}

/// One entry of a table constructor.
public struct LuaTableItem {
    /// How an entry says which key it belongs to.
    public enum Key {
        /// `value`
        case position
        /// `name = value`, and the name's place.
        case name(String, Range<Int>)
        /// `[key] = value`
        case expression(LuaExpression)
    }

    /// Where the entry puts its value.
    public let key: Key
    /// The expression whose value the entry stores.
    public let value: LuaExpression
}

/// A function without its name.
public struct LuaFunctionBody {
    /// The parameters, without the implicit `self`.
    public let parameters: [LuaVariable]
    /// Whether the parameters end in `...`.
    public let isVariadic: Bool
    /// The statements between the parameters and `end`.
    public let block: LuaBlock
    /// From `function` to `end`, in bytes.
    public let range: Range<Int>
}

extension LuaExpression {
    /// The text of a string literal, when it is UTF-8.
    public var text: String? {
        guard case .string(let bytes) = kind else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Whether the value can be more than one, or none: a call or `...`.
    public var hasManyValues: Bool {
        switch kind {
        case .vararg: true
        case .chain(_, let suffixes): suffixes.last?.arguments != nil
        default: false
        }
    }
}
