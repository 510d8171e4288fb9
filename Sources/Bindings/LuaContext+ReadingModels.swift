import LuaKit
import Schema
import Text

extension LuaContext {
    /// Reads known fields in wire order, then all others, sorted by name.
    func members(
        at index: Int32, _ model: ModelShape, _ depth: Int, _ work: LuaWork
    ) throws(LuaError) -> Value {
        let base = top
        defer { setTop(base) }
        let metatable = metatable(at: index)
        if metatable == .other { return .foreign("a \(describe(at: index)) table") }
        do throws(LuaError) {
            try model.record.pushFields(of: index, on: self, isRaw: metatable == .model)
        } catch {
            return try failure(of: error)
        }
        var members: [Object.Member] = []
        members.reserveCapacity(model.members.count)
        for (position, member) in model.members.enumerated() {
            let field = base + 1 + Int32(position)
            if isNilOrNone(at: field) { continue }
            members.append(Object.Member(member.name, try tree(at: field, member.shape, depth: depth + 1, work)))
        }
        if metatable == .script || pairCount(at: index) > members.count {
            members.append(contentsOf: unknownFields(at: index, model))
        }
        return .object(Object(uniqueMembers: members))
    }

    private enum Metatable {
        case none
        /// The metatable of a model: its values hold their fields themselves.
        case model
        /// Another metatable of the host's: such a value has no fields of a model.
        case other
        /// A script's metatable: the table may inherit its fields.
        case script
    }

    private func metatable(at index: Int32) -> Metatable {
        guard pushMetatable(of: index) else { return .none }
        defer { pop() }
        guard isHostMetatable(at: -1) else { return .script }
        return identity(at: -1).map(shapes.metatables.contains) == true ? .model : .other
    }

    /// Makes a wrong value of an error that a metamethod has raised; an interrupt and lack of memory are thrown on.
    private func failure(of error: LuaError) throws(LuaError) -> Value {
        switch error.kind {
        case .memory, .interrupted, .exit: throw error
        default:
            let place = error.position.map { "\($0): " } ?? ""
            return .foreign("a table whose fields cannot be read (\(quoted(place + error.message)))")
        }
    }

    /// Reads the members that are no field of the model. Of very many only the first are kept: a script may pass any
    /// table.
    private func unknownFields(at index: Int32, _ model: ModelShape) -> [Object.Member] {
        let most = 1_000
        var found: [String] = []
        forEachPair(at: index) {
            let name = keyText(at: top - 1)
            guard !model.members.contains(where: { $0.name == name }) else { return }
            found.append(name)
            if found.count == 2 * most {
                found.sort()
                found.removeLast(most)
            }
        }
        return found.sorted().prefix(most).map { Object.Member($0, .foreign("unknown")) }
    }
}
