extension LuaValue: LuaReadable, LuaPushable {
    public static var luaType: String { "any" }
    public static var isOptional: Bool { true }

    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> LuaValue {
        lua.value(at: index)
    }

    public func push(to lua: LuaContext) {
        switch self {
        case .nil: lua.pushNil()
        case .boolean(let value): lua.push(value)
        case .integer(let value): lua.push(value)
        case .number(let value): lua.push(value)
        case .string(let value): value.push(to: lua)
        case .table(let table): table.push(to: lua)
        case .function(let function): function.push(to: lua)
        case .other(let reference): reference.push(to: lua)
        }
    }
}

extension LuaTable: LuaReadable, LuaPushable {
    public static var luaType: String { "table" }

    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> LuaTable {
        guard lua.type(at: index) == .table else { throw lua.mismatch(at: index, expected: luaType) }
        return LuaTable(reference: lua.reference(at: index))
    }

    public func push(to lua: LuaContext) { reference.push(to: lua) }
}

extension LuaCallback: LuaReadable, LuaPushable {
    public static var luaType: String { "function" }

    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> LuaCallback {
        guard lua.type(at: index) == .function else { throw lua.mismatch(at: index, expected: luaType) }
        return LuaCallback(reference: lua.reference(at: index))
    }

    public func push(to lua: LuaContext) { reference.push(to: lua) }
}
