import CLua
import Text

/// Reads and makes tables with a known list of fields, by two Lua functions compiled from the names when they are first
/// needed. Belongs to the state it is first used in.
///
/// Why not field by field: a script that loops over a model's table would take 9 to 12 % longer
/// (`Sources/decisions/0002-performance-budget.md`).
public final class LuaRecord {
    /// Limits the fields of a record: more would not fit into the registers of one Lua function.
    private static let mostFields = 120

    /// Lists the names, in the order in which they are read and made.
    public let fields: [String]
    private var reader, constructor: LuaReference?

    /// Makes a record of the fields with these names.
    ///
    /// - Precondition: At most 120 different names.
    public init(_ fields: [String]) {
        precondition(fields.count <= Self.mostFields, "a record has at most \(Self.mostFields) fields")
        self.fields = fields
    }

    /// `function(t) return t["name"], … end`: the keys are constants, and metamethods are Lua's own business.
    private static func readerSource(_ fields: [String]) -> String {
        "return function(t) return \(fields.map { "t[\(luaLiteral($0))]" }.joined(separator: ", ")) end"
    }

    /// `function(a0, a1) return { ["name"] = a0, … } end`: the table gets its size at once, and its keys are constants.
    private static func constructorSource(_ fields: [String]) -> String {
        let names = fields.indices.map { "a\($0)" }
        let entries = zip(fields, names).map { "[\(luaLiteral($0))] = \($1)" }
        return "return function(\(names.joined(separator: ", "))) return { \(entries.joined(separator: ", ")) } end"
    }

    /// Reads a table: `body` gets its fields one after the other, in the order of the list. The stack is as before
    /// afterwards.
    ///
    /// Metamethods count, so a proxy reads like what it stands for.
    ///
    /// - Throws: What `body` throws, `LuaMismatch` when there is no table at `table`, and what its metamethods raise.
    @inlinable
    public func read<Result>(
        at table: Int32, on lua: LuaContext, _ body: (inout LuaFields) throws -> Result
    ) throws -> Result {
        guard lua.type(at: table) == .table else { throw lua.mismatch(at: table, expected: "table") }
        let base = lua.top
        defer { lua.setTop(base) }
        var fields = LuaFields(lua: lua, record: self, table: lua.absolute(table), start: base)
        try pushFields(of: table, on: lua)
        return try body(&fields)
    }

    /// Pushes the fields of the table at `table`, in the order of the list, nil for those that are absent.
    ///
    /// - Parameter isRaw: Whether they are looked up without metamethods.
    /// - Throws: What metamethods raise; nothing is pushed then.
    public func pushFields(of table: Int32, on lua: LuaContext, isRaw: Bool = false) throws(LuaError) {
        let table = lua.absolute(table)
        try lua.ensureStack(Int32(fields.count) + 8)
        let base = lua.top
        try pushReader(lua)
        lua.pushCopy(of: table)
        // Looking up fields runs no other code, so nobody sees the table without its metatable.
        let isBared = isRaw && lua.pushMetatable(of: table)
        if isBared {
            lua.insert(at: base + 1)
            lua.pushNil()
            lua_setmetatable(lua.stack, table)
        }
        defer {
            if isBared {
                lua.pushCopy(of: base + 1)
                lua.setMetatable(at: table)
                lua.remove(at: base + 1)
            }
        }
        do throws(LuaError) {
            try lua.check(clua_pcall(lua.stack, 1, Int32(fields.count), 0))
        } catch {
            throw Self.withoutPosition(error)
        }
    }

    /// Takes off the position that a metamethod of the host put before its message: it is a place in the compiled
    /// reader, not in the script.
    private static func withoutPosition(_ error: LuaError) -> LuaError {
        let place = "record:1: "
        guard error.message.hasPrefix(place) else { return error }
        var error = error
        error.message.removeFirst(place.count)
        error.value = .nil
        return error
    }

    private func pushReader(_ lua: LuaContext) throws(LuaError) {
        if reader == nil { reader = try compile(Self.readerSource(fields), lua) }
        reader?.push(to: lua)
    }

    /// Pushes a table made of the values that `body` pushes: one per field and in their order, nil for none.
    @inlinable
    public func make(on lua: LuaContext, _ body: () throws -> Void) throws {
        try lua.ensureStack(Int32(fields.count) + 4)
        try pushConstructor(lua)
        try body()
        try finish(lua)
    }

    @usableFromInline
    func pushConstructor(_ lua: LuaContext) throws(LuaError) {
        if constructor == nil { constructor = try compile(Self.constructorSource(fields), lua) }
        constructor?.push(to: lua)
    }

    private func compile(_ source: String, _ lua: LuaContext) throws(LuaError) -> LuaReference {
        lua.push(try lua.state.load(source, chunk: "record"))
        try lua.check(clua_pcall(lua.stack, 0, 1, 0))
        return LuaReference(popping: lua)
    }

    @usableFromInline
    func finish(_ lua: LuaContext) throws(LuaError) {
        try lua.check(clua_pcall(lua.stack, Int32(fields.count), 1, 0))
    }

    fileprivate func unknownFields(_ table: Int32, _ lua: LuaContext) -> [String] {
        let known = Set(fields)
        var unknown: [String] = []
        lua.forEachPair(at: table) {
            let name = lua.string(at: -2) ?? "?"
            if !known.contains(name) { unknown.append(name) }
        }
        return unknown.sorted()
    }
}

/// The fields of one table, read one after the other.
public struct LuaFields {
    @usableFromInline let lua: LuaContext
    @usableFromInline let record: LuaRecord
    @usableFromInline let table: Int32
    /// The stack index of the field that was read last; at first `start`, which is below all of them.
    @usableFromInline var index: Int32
    @usableFromInline let start: Int32

    @inlinable
    init(lua: LuaContext, record: LuaRecord, table: Int32, start: Int32) {
        (self.lua, self.record, self.table) = (lua, record, table)
        (self.index, self.start) = (start, start)
    }

    /// Reads the next field; nil for an optional one that is absent.
    ///
    /// - Throws: `LuaMismatch`, which names the field.
    @inlinable
    public mutating func next<Value: LuaReadable>(_ type: Value.Type = Value.self) throws(LuaMismatch) -> Value {
        index += 1
        do throws(LuaMismatch) {
            return try Value.read(lua, at: index)
        } catch {
            var error = error
            error.path.steps.insert(.field(record.fields[Int(index - start) - 1]), at: 0)
            throw error
        }
    }

    /// Lists names that are not in the record, in alphabetical order; keys that are not text read as `?`. Walks the whole table.
    public func unknown() -> [String] {
        let present = record.fields.indices.count { !lua.isNilOrNone(at: start + Int32($0) + 1) }
        return present == lua.pairCount(at: table) ? [] : record.unknownFields(table, lua)
    }
}
