import Catalog
import LuaSyntax
import Schema

/// Whether what a script writes can be of a type; what only running it would tell can be of any.
struct TypeFit {
    let catalog: HostCatalog

    /// A part of a value that is of another type than it has to be.
    struct Misfit {
        let place: Range<Int>
        /// What it is: `a string`.
        let words: String
        let expected: TypeExpression
    }

    /// The first part that does not fit; nil where all may.
    func misfit(_ draft: WrittenValue, _ type: TypeExpression) -> Misfit? {
        switch draft {
        case .unknown: return nil
        case .value(let value, let range):
            return accepts(value, type)
                ? nil
                : Misfit(
                    place: range, words: value == .null ? "nil" : value.kind, expected: type)
        case .table(_, _, let range):
            return mayBeTable(type) ? nil : Misfit(place: range, words: "a table", expected: type)
        case .list(let items, _, let range):
            guard mayBeTable(type) else { return Misfit(place: range, words: "a table", expected: type) }
            guard case .list(let item) = resolved(type) else { return nil }
            return items.lazy.compactMap { misfit($0, item) }.first
        }
    }

    /// Whether a value that is no table can be of the type.
    func accepts(_ value: Value, _ type: TypeExpression) -> Bool {
        switch resolved(type) {
        case .literal(let text): value == .string(text) || Int(text).map { value == .int($0) } == true
        case .list, .table, .function: false
        case .union(let types): types.contains { accepts(value, $0) }
        case .optional(let type): value == .null || accepts(value, type)
        case .name(let name, _): accepts(value, named: name)
        }
    }

    private func accepts(_ value: Value, named name: String) -> Bool {
        switch (name, value) {
        case ("string", .string), ("boolean", .bool), ("integer", .int), ("number", .int), ("number", .number),
            ("nil", .null):
            true
        case ("integer", .number(let number)): number == number.rounded()
        case ("true", .bool(let flag)): flag
        case ("false", .bool(let flag)): !flag
        case ("string", _), ("boolean", _), ("number", _), ("integer", _), ("nil", _), ("table", _), ("function", _),
            ("true", _), ("false", _), ("file*", _), ("thread", _), ("userdata", _):
            false
        default: catalog.type(name) == nil && Catalog.model(ofType: name) == nil
        }
    }

    private func mayBeTable(_ type: TypeExpression) -> Bool {
        switch resolved(type) {
        case .literal: false
        case .union(let types): types.contains(where: mayBeTable)
        case .optional(let type): mayBeTable(type)
        case .name(let name, _):
            !["string", "boolean", "number", "integer", "nil", "true", "false", "thread", "userdata"].contains(name)
        case .list, .table, .function: true
        }
    }

    /// The type that a name stands for.
    private func resolved(_ type: TypeExpression) -> TypeExpression {
        guard case .name(let name, _) = type, let other = catalog.alias(name) else {
            return type
        }
        return resolved(other)
    }
}
