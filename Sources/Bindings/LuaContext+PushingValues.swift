import LuaKit
import Schema

// What JSON is as a Lua value.
extension LuaContext {
    /// Pushes `value`; objects that `shape` takes for models' get their metatables. A null inside a list is
    /// `cph.json.null`, which keeps the list whole; a null member is absent.
    func pushTree(_ value: Value, _ shape: Shape = .any) {
        if case .decimal = shape, let text = value.decimalText { return push(text) }
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
        guard (try? ensureStack(tableSlots)) != nil else { return pushNil() }
        // What does not fit will not be filled either.
        createTable(arrayCount: min(items.count, 65_536))
        for (index, item) in items.enumerated() {
            if mustAbandon() { return }
            pushTree(item, shape)
            rawSet(index + 1, at: -2)
        }
    }

    /// The stack slots that a table needs besides its values: its metatable may be made meanwhile, function by
    /// function.
    var tableSlots: Int32 { 16 }

    func pushMember(_ value: Value, _ shape: Shape) {
        if value.isNull { pushNil() } else { pushTree(value, shape) }
    }

    func pushMembers(_ object: Object, _ model: ModelShape? = nil) {
        guard (try? ensureStack(tableSlots)) != nil else { return pushNil() }
        createTable(fieldCount: object.count)
        for (key, value) in object {
            if mustAbandon() { return }
            pushMember(value, model?.members.first { $0.name == key }?.shape ?? .any)
            rawSet(key, at: -2)
        }
    }
}

extension Value {
    /// A number as the text of a decimal; nil for everything else.
    fileprivate var decimalText: String? {
        switch self {
        case .int(let number): "\(Decimal(number))"
        case .number(let number): Decimal(number).map { "\($0)" }
        case .null, .bool, .string, .list, .object, .foreign: nil
        }
    }
}

/// A value as JSON has it, for Lua.
struct JSONTree: LuaPushable {
    static var luaType: String { "any" }
    let value: Value

    init(_ value: Value) { self.value = value }

    func push(to lua: LuaContext) { lua.pushTree(value) }
}
