/// A local variable: what a name in the text stands for, wherever it is used.
public final class LuaVariable {
    /// The statement or list that declared a variable.
    public enum Kind: Sendable {
        case local, function, parameter, loop
        /// The `self` that a method has without writing it.
        case implicitSelf
    }

    /// What stands in angle brackets behind a name: `<const>` or `<close>`.
    public enum Attribute: String, Sendable {
        case const, close
    }

    /// The name as it is written; several variables may share one.
    public let name: String
    /// The statement or list that declared it.
    public let kind: Kind
    /// The name where it is declared, in bytes; for `self` the method's name.
    public let range: Range<Int>
    /// The attribute in angle brackets; nil for a variable without one.
    public let attribute: Attribute?
    /// Where the variable is read, in bytes.
    public internal(set) var reads: [Range<Int>] = []
    /// Where the variable is assigned to after its declaration, in bytes; the declaration is not among them.
    public internal(set) var writes: [Range<Int>] = []
    /// Whether a function inside the one that declares it uses it.
    public internal(set) var isCaptured = false

    init(_ name: String, _ kind: Kind, _ range: Range<Int>, _ attribute: Attribute?) {
        (self.name, self.kind, self.range, self.attribute) = (name, kind, range, attribute)
    }
}

extension LuaVariable: Hashable {
    /// Compares by identity: variables of one name are different ones.
    public static func == (a: LuaVariable, b: LuaVariable) -> Bool { a === b }

    /// Hashes the identity, not the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
