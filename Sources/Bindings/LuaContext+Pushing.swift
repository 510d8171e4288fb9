import LuaKit
import Schema

extension LuaContext {
    /// Pushes `value`; objects of `model` get its metatable. A null inside a list is `cph.json.null`, which keeps the
    /// list whole; a null member is absent.
    func pushTree(_ value: Value, as model: (any Model.Type)? = nil, isList: Bool = false) {
        switch value {
        case .null: pushNull()
        case .bool(let flag): push(flag)
        case .int(let number): push(number)
        case .number(let number): push(number)
        case .string(let text): push(text)
        case .foreign(let description): push(description)
        case .list(let items): pushList(items, model)
        case .object(let object): pushMembers(object, isList ? nil : model)
        }
    }

    private func pushList(_ items: [Value], _ model: (any Model.Type)?) {
        guard (try? ensureStack(4)) != nil else { return pushNil() }
        createTable(arrayCount: items.count)
        for (index, item) in items.enumerated() {
            pushTree(item, as: model)
            rawSet(index + 1, at: -2)
        }
    }

    private func pushMembers(_ object: Object, _ model: (any Model.Type)?) {
        guard (try? ensureStack(4)) != nil else { return pushNil() }
        let fields = model?.fieldInfos ?? []
        createTable(fieldCount: object.count)
        for (key, value) in object where !value.isNull {
            let field = fields.first { $0.name == key }
            pushTree(value, as: field?.model, isList: field?.isList == true)
            rawSet(key, at: -2)
        }
        if let model {
            pushModelMetatable(model)
            setMetatable(at: -2)
        }
    }
}
