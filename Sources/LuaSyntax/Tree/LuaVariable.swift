/// A local variable: what a name in the text stands for, wherever it is used.
public final class LuaVariable {
    public enum Kind: Sendable {
        case local, function, parameter, loop
        /// The `self` that a method has without writing it.
        case implicitSelf
    }

    public enum Attribute: String, Sendable {
        case const, close
    }

    public let name: String
    public let kind: Kind
    /// The name where it is declared, in bytes; for `self` the method's name.
    public let range: Range<Int>
    public let attribute: Attribute?
    /// Where it is read, and where it is assigned to after its declaration.
    public internal(set) var reads: [Range<Int>] = []
    public internal(set) var writes: [Range<Int>] = []
    /// Whether a function inside the one that declares it uses it.
    public internal(set) var isCaptured = false

    init(_ name: String, _ kind: Kind, _ range: Range<Int>, _ attribute: Attribute?) {
        (self.name, self.kind, self.range, self.attribute) = (name, kind, range, attribute)
    }
}

extension LuaVariable: Hashable {
    public static func == (a: LuaVariable, b: LuaVariable) -> Bool { a === b }

    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
