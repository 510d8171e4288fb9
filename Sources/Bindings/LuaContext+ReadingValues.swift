import LuaKit
import Schema

// What a Lua value is as JSON.
extension LuaContext {
    /// Reads the Lua value at `index` as a tree. What JSON cannot carry becomes `.foreign`, so that a validator can
    /// name it.
    ///
    /// - Parameter work: What the tree is charged to; the caller's where more follows.
    /// - Throws: `LuaError` for an interrupt or lack of memory; an error of a metamethod is a wrong value.
    func tree(at index: Int32, _ shape: Shape = .any, _ work: LuaWork? = nil) throws(LuaError) -> Value {
        try tree(at: absolute(index), shape, depth: 0, work ?? LuaWork(on: self))
    }

    func tree(at index: Int32, _ shape: Shape, depth: Int, _ work: LuaWork) throws(LuaError) -> Value {
        let type = type(at: index)
        try work.note(bytes: LuaWork.valueCost + (type == .string ? rawLength(at: index) : 0))
        switch type {
        case .none, .nil: return .null
        case .boolean: return .bool(isTruthy(at: index))
        case .number: return number(at: index)
        case .string: return string(at: index).map(Value.string) ?? .foreign("a string that is not UTF-8")
        case .table: return try table(at: index, shape, depth, work)
        case .userdata where isNull(at: index): return .null
        case .userdata where isMoney(at: index): return money(at: index)
        case .lightUserdata, .function, .userdata, .thread: return .foreign("a \(describe(at: index))")
        }
    }

    private func number(at index: Int32) -> Value {
        if isInteger(at: index) { return .int(integer(at: index) ?? 0) }
        let number: Double = number(at: index) ?? 0
        return number.isFinite ? .number(number) : .foreign("\(number), which is no number to JSON")
    }

    private func table(at index: Int32, _ shape: Shape, _ depth: Int, _ work: LuaWork) throws(LuaError) -> Value {
        guard depth < Value.maximumDepth, (try? ensureStack(8)) != nil else {
            return .foreign("a table that contains itself or is nested more than \(Value.maximumDepth) deep")
        }
        let length = rawLength(at: index)
        if case .model(let model) = shape {
            if length > 0, pairCount(at: index) == length { return try list(at: index, length, .json, depth, work) }
            return try members(at: index, model, depth, work)
        }
        if pairCount(at: index) == length { return try list(at: index, length, shape.item, depth, work) }
        guard case .any = shape else {
            if let hole = firstHole(at: index) {
                return .foreign("a list with a hole: [\(hole)] is nil and later items are not")
            }
            if case .json = shape, let key = firstOddKey(at: index) { return .foreign("a table with \(key)") }
            return .object(Object(uniqueMembers: try pairs(at: index, .json, depth, work)))
        }
        return .object(Object(uniqueMembers: try pairs(at: index, .any, depth, work)))
    }

    /// Reads a table whose keys are 1 to `length` and nothing else.
    private func list(
        at index: Int32, _ length: Int, _ shape: Shape, _ depth: Int, _ work: LuaWork
    ) throws(LuaError) -> Value {
        var items: [Value] = []
        items.reserveCapacity(min(length, 4096))
        for position in 0..<length {
            rawGet(position + 1, at: index)
            items.append(try tree(at: top, shape, depth: depth + 1, work))
            pop()
        }
        return .list(items)
    }

    /// Finds the first absent item of a table whose keys are positive numbers; nil when it has other keys too.
    private func firstHole(at index: Int32) -> Int? {
        var isList = true
        forEachPair(at: index) { if (integer(at: top - 1) ?? 0) < 1 { isList = false } }
        guard isList else { return nil }
        return (1...).first { position in
            defer { pop() }
            return rawGet(position, at: index) == .nil
        }
    }

    /// Describes a key that is no text, of a table that is no list; nil when all are texts.
    private func firstOddKey(at index: Int32) -> String? {
        var odd: String?
        forEachPair(at: index) {
            if odd != nil || string(at: top - 1) != nil { return }
            odd =
                type(at: top - 1) == .string
                ? "a key that is not UTF-8" : "the key \(keyText(at: top - 1)), which is no text"
        }
        return odd
    }

    /// Reads all pairs, sorted by key: Lua's own order changes from run to run.
    private func pairs(
        at index: Int32, _ shape: Shape, _ depth: Int, _ work: LuaWork
    ) throws(LuaError) -> [Object.Member] {
        var found: [Object.Member] = []
        try forEachPair(at: index) { () throws(LuaError) in
            found.append(Object.Member(keyText(at: top - 1), try tree(at: top, shape, depth: depth + 1, work)))
        }
        found.sort { $0.key < $1.key }
        return found
    }

    /// Writes a key as a path shows it: strings as they are, everything else in brackets.
    func keyText(at index: Int32) -> String {
        if let text = string(at: index) { return text }
        if let number = integer(at: index) { return "[\(number)]" }
        return "[\(describe(at: index))]"
    }
}
