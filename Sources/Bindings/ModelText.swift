import Schema
import Text

/// Writes a value of `model` as Lua text in wire order: `OrderParam { charging_mode = 0, period_type = 2, period_num =
/// 1 }`.
func luaText(_ value: Value, as model: any Model.Type) -> String {
    "\(model.name) \(luaText(value, model, indent: 0))"
}

private func luaText(_ value: Value, _ model: (any Model.Type)?, indent: Int) -> String {
    switch value {
    case .object(let object):
        let fields = model?.fieldInfos ?? []
        let order = fields.map(\.name) + object.map(\.key).filter { key in !fields.contains { $0.name == key } }
        let members = order.compactMap { name in
            object[name].map { value in
                let inner = fields.first { $0.name == name }?.model
                return "\(name) = \(luaText(value, inner, indent: indent + 1))"
            }
        }
        return braced(members, indent)
    case .list(let items): return braced(items.map { luaText($0, model, indent: indent + 1) }, indent)
    case .string(let text): return quoted(text)
    case .null: return "nil"
    case .foreign(let description): return "<\(description)>"
    case .bool, .int, .number: return value.json()
    }
}

private func braced(_ parts: [String], _ indent: Int) -> String {
    if parts.isEmpty { return "{}" }
    let line = parts.joined(separator: ", ")
    if line.utf8.count < 100 - 2 * indent, !line.contains("\n") { return "{ \(line) }" }
    let margin = String(repeating: "  ", count: indent + 1)
    return "{\n\(parts.map { "\(margin)\($0),\n" }.joined())\(String(repeating: "  ", count: indent))}"
}
