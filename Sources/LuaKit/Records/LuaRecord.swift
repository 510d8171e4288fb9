import CLua

/// Tables with a known list of fields, read and made as fast as C would: the names are interned once, and a Lua
/// function compiled from them makes the tables. Belongs to the state that made it.
public final class LuaRecord {
    /// More would not fit into the registers of one Lua function.
    private static let mostFields = 120

    public let fields: [String]
    private let keys: LuaReference
    private let constructor: LuaCallback

    /// - Precondition: At most 120 different names.
    public init(_ fields: [String], in state: LuaState) throws(LuaError) {
        precondition(fields.count <= Self.mostFields, "a record has at most \(Self.mostFields) fields")
        self.fields = fields
        let lua = state.context
        fields.push(to: lua)
        keys = LuaReference(popping: lua)
        constructor = try state.load(Self.source(fields), chunk: "record")
    }

    /// `local a1, a2 = ... return { ["name"] = a1, … }`: the table gets its size at once, and its keys are constants.
    private static func source(_ fields: [String]) -> String {
        guard !fields.isEmpty else { return "return {}" }
        let names = fields.indices.map { "a\($0)" }
        let entries = zip(fields, names).map { "[\(quoted($0))] = \($1)" }
        return "local \(names.joined(separator: ", ")) = ... return { \(entries.joined(separator: ", ")) }"
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.utf8.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\""
    }

    /// Pushes the values of all fields, in their order, nil where a field is absent, and calls `body` with the index of
    /// the first. The stack is as before afterwards.
    ///
    /// Metamethods count for a table that has them, so a proxy reads like what it stands for.
    ///
    /// - Parameter unknown: The names of further fields, in alphabetical order; keys that are not text read as `?`.
    public func read<Result, Failure: Error>(
        at table: Int32, on lua: LuaContext, _ body: (_ first: Int32, _ unknown: [String]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let table = lua.absolute(table)
        let base = lua.top
        defer { lua.setTop(base) }
        lua_checkstack(lua.stack, Int32(fields.count) + 8)
        keys.push(to: lua)
        let others = clua_pushfields(lua.stack, table, base + 1, Int32(fields.count))
        if lua.hasMetatable(at: table) { askMetamethods(table, first: base + 2, lua) }
        return try body(base + 2, others == 0 ? [] : unknownFields(table, lua))
    }

    /// Makes a table of the values on top, one per field and in their order, nil for none, and replaces them by it.
    public func make(on lua: LuaContext) throws(LuaError) {
        try lua.ensureStack(4)
        constructor.push(to: lua)
        lua.insert(at: -Int32(fields.count) - 1)
        try lua.check(clua_pcall(lua.stack, Int32(fields.count), 1, 0))
    }

    /// Fills what is absent; a metamethod that fails leaves it absent.
    private func askMetamethods(_ table: Int32, first: Int32, _ lua: LuaContext) {
        for (offset, field) in fields.enumerated() where lua.type(at: first + Int32(offset)) == .nil {
            lua.push(field)
            if clua_gettable(lua.stack, table) != CLUA_OK {
                lua.pop()
                lua.pushNil()
            }
            lua.replace(at: first + Int32(offset))
        }
    }

    private func unknownFields(_ table: Int32, _ lua: LuaContext) -> [String] {
        let known = Set(fields)
        var unknown: [String] = []
        lua.forEachPair(at: table) {
            let name = lua.string(at: -2) ?? "?"
            if !known.contains(name) { unknown.append(name) }
        }
        return unknown.sorted()
    }
}
