import LuaKit
import Schema

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
