/// One thing that code does where it runs and that can fail, with the values that Lua's message would be about.
public struct LuaStep {
    /// What is done, as far as messages tell it apart.
    public enum Kind: Sendable {
        case index, call, arithmetic, bitwise, concatenation, length, readGlobal, setGlobal
        /// The values of a numeric `for`: start, limit, step.
        case loop
    }

    /// What is done.
    public let kind: Kind
    /// What it is done to; of several, the one that Lua would name if all were wrong comes first.
    public let operands: [LuaOperandName]
    /// The name or key that is looked up in the value, where it is a field or a method.
    public let key: LuaKeyName?
    /// The lines, from 1, that Lua may call the place of this step.
    public let lines: ClosedRange<Int>
    /// The number of the simple statement that the step is a part of.
    let statement: Int
    /// Whether it is done whenever the statement around it is, function and condition aside.
    public var isCertain: Bool { conditions.isEmpty }
    /// The parts of expressions around it that are not always evaluated, from the outside in.
    let conditions: [Int]
}

/// What Lua's messages call a value: `(field 'b')` for what `a.b` is.
public struct LuaOperandName {
    /// The words of the messages.
    public enum Kind: String, Sendable {
        case global, local, upvalue, field, method, constant
        case iterator = "for iterator"
    }

    /// What kind of name it is; nil where Lua has none for it, as for what a call returned.
    public let kind: Kind?
    /// The name itself; nil where the text does not tell it, as of `t[i]`.
    public let name: String?
    /// The name or key where it is written, in bytes.
    public let range: Range<Int>
    /// The whole expression, in bytes.
    public let expression: Range<Int>
    /// The names that lead to it from a global, such as `["table", "getn"]`; empty where it is not reached so.
    public let path: [String]
}

/// A field or method that is looked up.
public struct LuaKeyName {
    /// The name; nil for a key that is computed.
    public let name: String?
    /// Where the name or key is written, in bytes, without brackets.
    public let range: Range<Int>
    /// The names that lead to it from a global, itself included; empty where it is not reached so.
    public let path: [String]
}

extension LuaTree {
    /// Lists what the code does, in the order in which each statement does it.
    public var steps: [LuaStep] {
        var reader = LuaStepReader(self)
        reader.read(block)
        return reader.steps
    }
}

extension [LuaStep] {
    /// The one of these that failed first, if each of them would have failed; nil where that cannot be told. They must
    /// do the same to expressions that are written alike.
    ///
    /// - Parameter all: All steps of the text: a call between two of these may change what they look at.
    public func first(among all: [LuaStep]) -> LuaStep? {
        guard let first, let last else { return nil }
        guard allSatisfy({ $0.statement == first.statement && $0.conditions.starts(with: first.conditions) }) else {
            return nil
        }
        let inside = all.filter { $0.statement == first.statement }
        guard let start = inside.firstIndex(where: first.isSame), let end = inside.lastIndex(where: last.isSame) else {
            return nil
        }
        return inside[start..<end].contains { $0.kind == .call } ? nil : first
    }
}

extension LuaStep {
    fileprivate func isSame(_ other: LuaStep) -> Bool {
        kind == other.kind && key?.range == other.key?.range
            && operands.map(\.expression) == other.operands.map(\.expression)
    }
}
