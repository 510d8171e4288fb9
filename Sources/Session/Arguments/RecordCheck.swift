import LuaKit
import Text

/// A table of known fields, as `---@class` declares it.
final class RecordCheck {
    /// A field as its declaration has it: the name, or the position or kind of keys in brackets.
    struct Field {
        let name: String
        let check: TypeCheck
    }

    /// Whether it may have no other fields: `---@class (exact)`.
    let isExact: Bool
    /// Read when a value is first looked at: a field may hold a table of the same kind.
    private let read: () -> [Field]
    private lazy var contents = Contents(read())
    /// How many tables of this kind are being looked at, each inside the one before.
    private var open = 0
    /// Those inside the first that have been looked at: a table may hold itself.
    private var seen: Set<UnsafeRawPointer> = []
    /// Deeper ones are taken as they are: the stack has an end.
    private static let deepest = 100

    private final class Contents {
        var fields: [Field] = []
        var positions: [(Int, TypeCheck)] = []
        /// What stands at the positions that have no field of their own.
        var items: TypeCheck?

        init(_ declared: [Field]) {
            for field in declared {
                guard field.name.hasPrefix("[") else {
                    fields.append(field)
                    continue
                }
                if let position = Int(field.name.dropFirst().dropLast()) {
                    positions.append((position, field.check))
                } else {
                    items = field.check
                }
            }
        }
    }

    init(isExact: Bool, read: @escaping () -> [Field]) {
        (self.isExact, self.read) = (isExact, read)
    }

    /// What is wrong with the table at `index`. Fields that it inherits count.
    func mismatch(_ lua: LuaContext, at index: Int32) throws -> LuaMismatch? {
        if open > 0 {
            guard open < Self.deepest, let table = lua.identity(at: index), seen.insert(table).inserted else {
                return nil
            }
        }
        open += 1
        defer {
            open -= 1
            if open == 0 { seen = [] }
        }
        try lua.ensureStack(8)
        let table = lua.absolute(index)
        if lua.hasMetatable(at: table) { return try mismatch(inherits: true, lua, at: table) }
        // A table with as many pairs as there are fields in it has no other names: nobody has to look at them.
        var known = 0
        for index in contents.fields.indices {
            defer { lua.pop() }
            if lua.rawGet(contents.fields[index].name, at: table) != .nil { known += 1 }
            if try contents.fields[index].check.mismatch(lua, at: -1) != nil {
                return try mismatch(inherits: false, lua, at: table)
            }
        }
        if isExact, known != lua.pairCount(at: table), let problem = unknownName(lua, at: table) { return problem }
        return try mismatchOfItems(lua, at: table)
    }

    /// The same, in the order in which people want to know it.
    private func mismatch(inherits: Bool, _ lua: LuaContext, at table: Int32) throws -> LuaMismatch? {
        if isExact, let problem = unknownName(lua, at: table) { return problem }
        for field in contents.fields {
            if inherits {
                lua.push(field.name)
                // What the service answers refuses names that it does not know.
                do throws(LuaError) { try lua.get(at: table) } catch { lua.pushNil() }
            } else {
                lua.rawGet(field.name, at: table)
            }
            defer { lua.pop() }
            if let problem = try field.check.mismatch(lua, at: -1) { return problem.inside(.field(field.name)) }
        }
        return try mismatchOfItems(lua, at: table)
    }

    private func mismatchOfItems(_ lua: LuaContext, at table: Int32) throws -> LuaMismatch? {
        if contents.positions.isEmpty, contents.items == nil { return nil }
        for (position, check) in contents.positions {
            lua.rawGet(position, at: table)
            defer { lua.pop() }
            if let problem = try check.mismatch(lua, at: -1) { return problem.inside(.index(position)) }
        }
        guard let items = contents.items else { return nil }
        let first = 1 + (contents.positions.map(\.0).max() ?? 0)
        for position in stride(from: first, through: lua.rawLength(at: table), by: 1) {
            lua.rawGet(position, at: table)
            defer { lua.pop() }
            if let problem = try items.mismatch(lua, at: -1) { return problem.inside(.index(position)) }
        }
        return nil
    }

    private func unknownName(_ lua: LuaContext, at table: Int32) -> LuaMismatch? {
        var unknown: LuaPath.Step?
        let contents = contents
        lua.forEachPair(at: table) {
            let step = lua.step(at: -2)
            let isKnown =
                switch step {
                case .field(let name): contents.fields.contains { $0.name == name }
                case .index(let position):
                    contents.positions.contains { $0.0 == position } || (contents.items != nil && position > 0)
                }
            if !isKnown, unknown.map({ "\($0)" > "\(step)" }) ?? true { unknown = step }
        }
        guard let unknown else { return nil }
        let names = contents.fields.map(\.name).sorted()
        guard case .field(let name) = unknown else {
            return LuaMismatch(expected: "there is nothing at a position; the names are \(list(names))", got: "")
                .inside(unknown)
        }
        let near = suggestion(for: name, among: names).map { ", did you mean \($0)?" } ?? ""
        return LuaMismatch(expected: "there is no such option\(near); the options are \(list(names))", got: "")
            .inside(unknown)
    }

    private func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
