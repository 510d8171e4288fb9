import LuaKit
import Schema

/// A table with known fields that is no model: the options of a function, by their LuaCATS types.
struct OptionTable {
    let types: [String: String]

    /// Nil for a type that is open, or no table at all.
    ///
    /// - Parameter hasMethods: Whether a class will do that may have methods beside its fields.
    init?(_ type: String, _ catalog: HostCatalog, hasMethods: Bool = true) {
        let name = type.hasSuffix("?") ? String(type.dropLast()) : type
        if let table = catalog.type(name) {
            guard table.isClosed, hasMethods || !catalog.hasMethods(inModuleOf: table) else { return nil }
            types = Dictionary(table.fields.map { ($0.name, $0.type) }) { first, _ in first }
        } else {
            guard name.hasPrefix("{"), name.hasSuffix("}"), let fields = Self.fields(name) else { return nil }
            types = fields
        }
        if types.isEmpty { return nil }
    }

    /// Reads `{ prefix?: string, state?: string }`.
    private static func fields(_ type: String) -> [String: String]? {
        var fields: [String: String] = [:]
        for part in split(type.dropFirst().dropLast()) {
            guard let colon = part.firstIndex(of: ":") else { return nil }
            let name = part[..<colon].filter { $0 != " " && $0 != "?" }
            if name.hasPrefix("[") { return nil }
            fields[String(name)] = String(part[part.index(after: colon)...].drop { $0 == " " })
        }
        return fields
    }

    /// Splits at the commas that are outside of all brackets.
    static func split(_ text: Substring) -> [String] {
        var (parts, depth) = ([""], 0)
        for character in text {
            switch character {
            case "{", "(", "<", "[": depth += 1
            case "}", ")", ">", "]": depth -= 1
            default: break
            }
            if character == ",", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts
    }

    /// Whether a literal can be of a type; true where that cannot be told.
    static func accepts(_ value: Value, as type: String) -> Bool {
        type.split(separator: "|").contains { name in
            switch (name.filter { $0 != " " && $0 != "?" }, value) {
            case ("string", .string), ("boolean", .bool), ("integer", .int), ("number", .int), ("number", .number): true
            case ("string", _), ("boolean", _), ("number", _): false
            case ("integer", .number(let number)): number == number.rounded()
            case ("integer", _): false
            case (let literal, .string(let text)) where literal.hasPrefix("\""): literal == "\"\(text)\""
            default: true
            }
        }
    }
}
