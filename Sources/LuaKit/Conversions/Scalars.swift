extension Int: LuaReadable, LuaPushable {
    @inlinable public static var luaType: String { "integer" }

    /// Reads an exact integer: a float counts only if it is integral, a string never.
    @inlinable public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Int {
        guard let value = lua.integer(at: index) else { throw lua.mismatch(at: index, expected: luaType) }
        return value
    }

    @inlinable public func push(to lua: LuaContext) { lua.push(self) }
}

extension Double: LuaReadable, LuaPushable {
    @inlinable public static var luaType: String { "number" }

    @inlinable public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Double {
        guard let value = lua.number(at: index) else { throw lua.mismatch(at: index, expected: luaType) }
        return value
    }

    @inlinable public func push(to lua: LuaContext) { lua.push(self) }
}

extension Bool: LuaReadable, LuaPushable {
    @inlinable public static var luaType: String { "boolean" }

    @inlinable public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Bool {
        guard let value = lua.boolean(at: index) else { throw lua.mismatch(at: index, expected: luaType) }
        return value
    }

    @inlinable public func push(to lua: LuaContext) { lua.push(self) }
}

extension String: LuaReadable, LuaPushable {
    @inlinable public static var luaType: String { "string" }

    @inlinable public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> String {
        guard let value = lua.string(at: index) else {
            let isString = lua.type(at: index) == .string
            throw LuaMismatch(expected: luaType, got: isString ? "bytes that are not UTF-8" : lua.describe(at: index))
        }
        return value
    }

    @inlinable public func push(to lua: LuaContext) { lua.push(self) }
}

extension LuaString: LuaReadable, LuaPushable {
    public static var luaType: String { "string" }

    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> LuaString {
        guard let bytes = lua.bytes(at: index) else { throw lua.mismatch(at: index, expected: luaType) }
        return LuaString(bytes: bytes)
    }

    public func push(to lua: LuaContext) { lua.push(bytes: bytes) }
}

extension Optional: LuaReadable where Wrapped: LuaReadable {
    @inlinable public static var luaType: String { Wrapped.luaType }
    @inlinable public static var isOptional: Bool { true }

    @inlinable public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Wrapped? {
        lua.isNilOrNone(at: index) ? nil : try Wrapped.read(lua, at: index)
    }
}

extension Optional: LuaResult where Wrapped: LuaPushable {
    @inlinable public func pushResults(to lua: LuaContext) -> Int32 {
        push(to: lua)
        return 1
    }
}

extension Optional: LuaPushable where Wrapped: LuaPushable {
    @inlinable public static var luaType: String { "\(Wrapped.luaType)?" }

    @inlinable public func push(to lua: LuaContext) {
        if let value = self { value.push(to: lua) } else { lua.pushNil() }
    }
}
