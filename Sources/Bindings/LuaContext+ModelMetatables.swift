import LuaKit
import Schema
import Text

/// How values of a model behave in Lua: plain tables that print readably, walk in wire order, and know their fields.
extension LuaContext {
    func pushModelMetatable(_ model: any Model.Type) {
        let fields = model.fieldInfos.map(\.name)
        pushMetatable(named: "cph.\(model.name)") { lua in
            lua.pushFunction { lua in
                lua.push(luaText(try lua.tree(at: 1), as: model))
                return 1
            }
            lua.rawSet("__tostring", at: -2)
            lua.pushFunction { lua in lua.pushOrderedPairs(fields) }
            lua.rawSet("__pairs", at: -2)
            lua.pushFunction { lua in try lua.checkField(fields, model.name) }
            lua.rawSet("__index", at: -2)
        }
    }

    /// Answers `__index`, which Lua asks only for absent fields: a field of the model is nil, any other name an error.
    private func checkField(_ fields: [String], _ model: String) throws -> Int32 {
        guard let name = string(at: 2), !fields.contains(name) else { return 0 }
        throw unknownMember(name, of: "\(model)", "field ", among: fields)
    }

    /// Answers `__pairs` with an iterator over the fields that are set, in wire order, then over everything else.
    private func pushOrderedPairs(_ fields: [String]) -> Int32 {
        var keys: [LuaValue] = []
        for field in fields {
            if rawGet(field, at: 1) != .nil { keys.append(.string(LuaString(field))) }
            pop()
        }
        forEachPair(at: 1) {
            if let name = string(at: -2), fields.contains(name) { return }
            keys.append(value(at: -2))
        }
        var position = 0
        pushFunction { lua in
            guard position < keys.count else { return 0 }
            keys[position].push(to: lua)
            keys[position].push(to: lua)
            position += 1
            try lua.get(at: 1)
            return 2
        }
        pushCopy(of: 1)
        return 2
    }
}

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
