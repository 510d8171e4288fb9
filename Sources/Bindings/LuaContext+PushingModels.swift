import LuaKit
import Schema

extension LuaContext {
    /// Pushes `value`; objects that `shape` takes for models' get their metatables. A null inside a list is
    /// `cph.json.null`, which keeps the list whole; a null member is absent.
    func pushTree(_ value: Value, _ shape: Shape = .any) {
        switch value {
        case .null: pushNull()
        case .bool(let flag): push(flag)
        case .int(let number): push(number)
        case .number(let number): push(number)
        case .string(let text): push(text)
        case .foreign(let description): push(description)
        case .list(let items): pushList(items, shape.item)
        case .object(let object):
            if case .model(let model) = shape { push(object, model) } else { pushMembers(object) }
        }
    }

    private func pushList(_ items: [Value], _ shape: Shape) {
        guard (try? ensureStack(slots)) != nil else { return pushNil() }
        // What does not fit will not be filled either.
        createTable(arrayCount: min(items.count, 65_536))
        for (index, item) in items.enumerated() {
            if mustAbandon() { return }
            pushTree(item, shape)
            rawSet(index + 1, at: -2)
        }
    }

    private func push(_ object: Object, _ model: ModelShape) {
        guard (try? ensureStack(slots)) != nil else { return pushNil() }
        let base = top
        do {
            try model.record.make(on: self) { try pushFields(of: object, model) }
        } catch {
            // Memory ran out, or the script has to stop. By hand it always succeeds, and the error comes afterwards.
            setTop(base)
            pushMembers(object, model)
        }
        model.pushMetatable(to: self)
        setMetatable(at: -2)
    }

    /// Pushes a value for each field of the model, nil for those that `object` does not have.
    private func pushFields(of object: Object, _ model: ModelShape) throws {
        var next = 0
        for member in model.members {
            guard next < object.count, object.storage[next].key == member.name else {
                pushNil()
                continue
            }
            pushMember(object.storage[next].value, member.shape)
            next += 1
        }
        guard next == object.count else { throw OtherOrder() }
    }

    /// The stack slots that a table needs besides its values: its metatable may be made meanwhile, function by
    /// function.
    private var slots: Int32 { 16 }

    /// Thrown for an object that has fields which are not the model's, or not in their order.
    private struct OtherOrder: Error {}

    private func pushMember(_ value: Value, _ shape: Shape) {
        if value.isNull { pushNil() } else { pushTree(value, shape) }
    }

    private func pushMembers(_ object: Object, _ model: ModelShape? = nil) {
        guard (try? ensureStack(slots)) != nil else { return pushNil() }
        createTable(fieldCount: object.count)
        for (key, value) in object {
            if mustAbandon() { return }
            pushMember(value, model?.members.first { $0.name == key }?.shape ?? .any)
            rawSet(key, at: -2)
        }
    }
}
