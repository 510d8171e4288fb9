import LuaKit
import Schema

extension LuaContext {
    func push(_ object: Object, _ model: ModelShape) {
        guard (try? ensureStack(tableSlots)) != nil else { return pushNil() }
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

    /// Thrown for an object that has fields which are not the model's, or not in their order.
    private struct OtherOrder: Error {}
}
