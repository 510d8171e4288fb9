import LuaKit
import LuaSyntax

/// A table with known fields that is no model: the options of a function, by their LuaCATS types.
struct OptionTable {
    let types: [String: TypeExpression]

    /// Nil for a type that is open, or no table at all.
    ///
    /// - Parameter hasMethods: Whether a class will do that may have methods beside its fields.
    init?(_ type: String, _ catalog: HostCatalog, hasMethods: Bool = true) {
        switch TypeExpression(type) {
        case .name(let name, _)?, .optional(.name(let name, _))?:
            guard let table = catalog.type(name), table.isClosed, hasMethods || !catalog.hasMethods(inModuleOf: table)
            else { return nil }
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
