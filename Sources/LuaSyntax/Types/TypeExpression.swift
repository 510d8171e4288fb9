/// A LuaCATS type: `string|integer[]`, `fun(call: table): boolean?`, `{ name: string, count?: integer }`.
public indirect enum TypeExpression: Hashable, Sendable {
    /// `string`, `cph.Plan`, `table<string, integer>`
    case name(String, [TypeExpression])
    /// `"csv"` without its quotes, or `1`
    case literal(String)
    /// `string[]`
    case list(TypeExpression)
    /// `{ name: string, [integer]: boolean }`
    case table([Field])
    /// `fun(text: string): integer, string`
    case function([Parameter], results: [TypeExpression])
    /// `string|integer`
    case union([TypeExpression])
    /// `string?`
    case optional(TypeExpression)

    /// What a table of known fields holds under a name, or under all keys of a type.
    public struct Field: Hashable, Sendable {
        /// What stands in front of the colon.
        public enum Key: Hashable, Sendable {
            /// `name`
            case name(String)
            /// `[integer]`
            case type(TypeExpression)
        }

        /// The name, or the type of keys.
        public let key: Key
        /// Whether it may be absent.
        public let isOptional: Bool
        /// The type of the value.
        public let type: TypeExpression
    }

    /// A parameter of a function's type.
    public struct Parameter: Hashable, Sendable {
        /// The name; `...` for all arguments from here on.
        public let name: String
        /// Whether it may be left out.
        public let isOptional: Bool
        /// Its type; nil where none is given.
        public let type: TypeExpression?
    }

    /// Reads a type; nil when `text` is not one.
    public init?(_ text: String) {
        var reader = TypeReader(text)
        guard let type = reader.union(), reader.isAtEnd else { return nil }
        self = type
    }

    /// LuaCATS's own names, which need no declaration.
    public static let builtin: Set = [
        "any", "boolean", "file*", "false", "function", "integer", "nil", "number", "self", "string", "table", "thread",
        "true", "unknown", "userdata",
    ]

    /// The names that the type mentions, built-in ones such as `string` too, in the order of the text.
    public var names: [String] {
        switch self {
        case .name(let name, let inner): [name] + inner.flatMap(\.names)
        case .literal: []
        case .list(let item): item.names
        case .table(let fields): fields.flatMap { $0.key.names + $0.type.names }
        case .function(let parameters, let results):
            parameters.flatMap { $0.type?.names ?? [] } + results.flatMap(\.names)
        case .union(let types): types.flatMap(\.names)
        case .optional(let type): type.names
        }
    }

    /// Whether nil is of the type.
    public var allowsNil: Bool {
        switch self {
        case .name("any", _), .name("unknown", _), .name("nil", _), .optional: true
        case .union(let types): types.contains(where: \.allowsNil)
        default: false
        }
    }
}

extension TypeExpression: CustomStringConvertible {
    /// The type as LuaCATS writes it.
    public var description: String {
        switch self {
        case .name(let name, let arguments): arguments.isEmpty ? name : "\(name)<\(Self.list(arguments))>"
        case .literal(let text): Int(text) == nil ? "\"\(text == "\t" ? "\\t" : text)\"" : text
        case .list(.union(let types)): "(\(Self.union(types)))[]"
        case .list(let item): "\(item)[]"
        case .table(let fields): fields.isEmpty ? "{}" : "{ \(Self.list(fields)) }"
        case .function(let parameters, let results):
            "fun(\(Self.list(parameters)))" + (results.isEmpty ? "" : ": \(Self.list(results))")
        case .union(let types): Self.union(types)
        case .optional(let type): "\(type)?"
        }
    }

    private static func list(_ parts: [some CustomStringConvertible]) -> String {
        parts.map(\.description).joined(separator: ", ")
    }

    private static func union(_ types: [TypeExpression]) -> String { types.map(\.description).joined(separator: "|") }
}

extension TypeExpression.Field: CustomStringConvertible {
    /// The field as LuaCATS writes it: `name?: type`.
    public var description: String {
        switch key {
        case .name(let name): "\(name)\(isOptional ? "?" : ""): \(type)"
        case .type(let key): "[\(key)]: \(type)"
        }
    }
}

extension TypeExpression.Parameter: CustomStringConvertible {
    /// The parameter as LuaCATS writes it: `name?: type`.
    public var description: String { name + (isOptional ? "?" : "") + (type.map { ": \($0)" } ?? "") }
}

extension TypeExpression.Field.Key {
    fileprivate var names: [String] {
        if case .type(let type) = self { type.names } else { [] }
    }
}
