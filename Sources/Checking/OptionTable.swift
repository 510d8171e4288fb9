import Catalog
import LuaKit
import LuaSyntax

/// A table with known fields that is no model: the options of a function, by their LuaCATS types.
struct OptionTable {
    let types: [String: TypeExpression]

    /// Nil for a type that is open, or no table at all.
    init?(_ type: String, _ catalog: Catalog) {
        switch TypeExpression(type) {
        case .name(let name, _)?, .optional(.name(let name, _))?:
            guard let table = catalog.types[name], !table.fields.contains(where: { $0.name.hasPrefix("[") }) else {
                return nil
            }
            types = Dictionary(
                table.fields.map { ($0.name, TypeExpression($0.type) ?? .name("any", [])) }, uniquingKeysWith: { $1 })
        case .table(let fields)?, .optional(.table(let fields))?:
            var types: [String: TypeExpression] = [:]
            for field in fields {
                guard case .name(let name) = field.key else { return nil }
                types[name] = field.type
            }
            self.types = types
        default: return nil
        }
        if types.isEmpty { return nil }
    }
}
