import LuaKit
import Schema

extension LuaContext {
    /// The Lua value at `index` as a tree. What JSON cannot carry becomes `.foreign`, so that a validator can name it.
    func tree(at index: Int32, _ shape: Shape = .any) -> Value {
        tree(at: absolute(index), shape, depth: 0)
    }

    private func tree(at index: Int32, _ shape: Shape, depth: Int) -> Value {
        switch type(at: index) {
        case .none, .nil: return .null
        case .boolean: return .bool(isTruthy(at: index))
        case .number: return number(at: index)
        case .string: return string(at: index).map(Value.string) ?? .foreign("a string that is not UTF-8")
        case .table: return table(at: index, shape, depth)
        case .lightUserdata, .function, .userdata, .thread: return .foreign("a \(describe(at: index))")
        }
    }

    private func number(at index: Int32) -> Value {
        if isInteger(at: index) { return .int(integer(at: index) ?? 0) }
        let number: Double = number(at: index) ?? 0
        return number.isFinite ? .number(number) : .foreign("\(number), which is no number to JSON")
    }

    private func table(at index: Int32, _ shape: Shape, _ depth: Int) -> Value {
        guard depth < Value.maximumDepth, (try? ensureStack(8)) != nil else {
            return .foreign("a table that contains itself or is nested more than \(Value.maximumDepth) deep")
        }
        if isNull(at: index) { return .null }
        if case .model(let model) = shape, rawLength(at: index) == 0 { return members(at: index, model, depth) }
        let item: Shape = if case .list(let item) = shape { item } else { .any }
        return list(at: index, item, depth) ?? members(at: index, depth)
    }

    /// A table whose keys are 1 to n and nothing else; nil for any other.
    private func list(at index: Int32, _ shape: Shape, _ depth: Int) -> Value? {
        let length = rawLength(at: index)
        guard pairCount(at: index) == length else { return nil }
        var items: [Value] = []
        items.reserveCapacity(length)
        for position in 0..<length {
            rawGet(position + 1, at: index)
            items.append(tree(at: top, shape, depth: depth + 1))
            pop()
        }
        return .list(items)
    }

    /// Known fields in wire order, then all others, sorted by name.
    private func members(at index: Int32, _ model: ModelShape, _ depth: Int) -> Value {
        // A table that inherits its fields is asked through its metatable; our own metatables inherit nothing.
        let inherits = hasMetatable(at: index) && !isModelValue(at: index)
        var members: [Object.Member] = []
        members.reserveCapacity(model.members.count)
        for member in model.members {
            if inherits {
                guard inherited(member.key.name, at: index) else { continue }
            } else {
                rawGet(member.key, at: index)
            }
            if !isNilOrNone(at: -1) {
                members.append(Object.Member(member.name, tree(at: top, member.shape, depth: depth + 1)))
            }
            pop()
        }
        addUnknown(to: &members, at: index, model, depth)
        return .object(Object(uniqueMembers: members))
    }

    /// Pushes `table[name]` with metamethods; false, and nothing pushed, when they fail.
    private func inherited(_ name: String, at index: Int32) -> Bool {
        push(name)
        return (try? get(at: index)) != nil
    }

    private func addUnknown(to members: inout [Object.Member], at index: Int32, _ model: ModelShape, _ depth: Int) {
        guard pairCount(at: index) > members.count || hasMetatable(at: index) else { return }
        let others = named(at: index, depth) { model.positions[$0] == nil }
        members.append(contentsOf: others)
    }

    private func members(at index: Int32, _ depth: Int) -> Value {
        .object(Object(uniqueMembers: named(at: index, depth) { _ in true }))
    }

    /// The pairs whose key, as text, is `wanted`, sorted by key: Lua's own order changes from run to run.
    private func named(at index: Int32, _ depth: Int, where wanted: (String) -> Bool) -> [Object.Member] {
        var found: [Object.Member] = []
        forEachPair(at: index) {
            let key = keyText(at: top - 1)
            if wanted(key) { found.append(Object.Member(key, tree(at: top, .any, depth: depth + 1))) }
        }
        found.sort { $0.key < $1.key }
        return found
    }

    /// A key as a path shows it: strings as they are, everything else in brackets.
    private func keyText(at index: Int32) -> String {
        if let text = string(at: index) { return text }
        if let number = integer(at: index) { return "[\(number)]" }
        return "[\(describe(at: index))]"
    }
}
