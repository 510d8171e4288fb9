extension Int: LuaReadable, LuaPushable {
    /// Names Lua's integer subtype, which has 64 bits as `Int` has.
    @inlinable public static var luaType: String { "integer" }

    /// Reads an exact integer: a float counts only if it is integral, a string never.
    @inlinable public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Int {
        guard let value = lua.integer(at: index) else { throw lua.mismatch(at: index, expected: luaType) }
        return value
    }

    /// Pushes a number of the integer subtype.
    @inlinable public func push(to lua: LuaContext) { lua.push(self) }
}

extension Double: LuaReadable, LuaPushable {
    /// Names Lua's numbers, of both subtypes.
    @inlinable public static var luaType: String { "number" }

    /// Reads a float or an integer; integers beyond 2^53 are rounded. Text is never a number here.
    @inlinable public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Double {
        guard let value = lua.number(at: index) else { throw lua.mismatch(at: index, expected: luaType) }
        return value
    }

    /// Pushes a number of the float subtype, even where it is integral.
    @inlinable public func push(to lua: LuaContext) { lua.push(self) }
}

extension Bool: LuaReadable, LuaPushable {
    /// Names `true` and `false`.
    @inlinable public static var luaType: String { "boolean" }

    /// Reads `true` or `false`; nil is neither, although Lua's conditions take it for false.
    @inlinable public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Bool {
        guard let value = lua.boolean(at: index) else { throw lua.mismatch(at: index, expected: luaType) }
        return value
    }

    /// Pushes `true` or `false`.
    @inlinable public func push(to lua: LuaContext) { lua.push(self) }
}

extension String: LuaReadable, LuaPushable {
    /// Names Lua's strings; only those that are UTF-8 can be read as a `String`.
    @inlinable public static var luaType: String { "string" }

    /// Reads text in UTF-8; `LuaString` takes any bytes. Numbers are not converted.
    ///
    /// - Throws: `LuaMismatch`, for bytes that are not UTF-8 too.
    @inlinable public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> String {
        guard let value = lua.string(at: index) else {
            let isString = lua.type(at: index) == .string
            throw LuaMismatch(expected: luaType, got: isString ? "bytes that are not UTF-8" : lua.describe(at: index))
        }
        return value
    }

    /// Pushes a Lua string of the UTF-8 bytes.
    @inlinable public func push(to lua: LuaContext) { lua.push(self) }
}

extension LuaString: LuaReadable, LuaPushable {
    /// Names Lua's strings, of whatever bytes.
    public static var luaType: String { "string" }

    /// Copies the bytes of a Lua string. Numbers are not converted.
    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> LuaString {
        guard let bytes = lua.bytes(at: index) else { throw lua.mismatch(at: index, expected: luaType) }
        return LuaString(bytes: bytes)
    }

    /// Pushes a Lua string of exactly these bytes.
    public func push(to lua: LuaContext) { lua.push(bytes: bytes) }
}

extension Optional: LuaReadable where Wrapped: LuaReadable {
    /// Names the wrapped type; a parameter shows with a `?` that it may be left out.
    @inlinable public static var luaType: String { Wrapped.luaType }
    /// Is true: nil and a missing argument are fine.
    @inlinable public static var isOptional: Bool { true }

    /// Reads nil or nothing as nil, and everything else as the wrapped type.
    @inlinable public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Wrapped? {
        lua.isNilOrNone(at: index) ? nil : try Wrapped.read(lua, at: index)
    }
}

extension Optional: LuaResult where Wrapped: LuaPushable {
    /// Pushes the value, or nil: one result in either case.
    @inlinable public func pushResults(to lua: LuaContext) -> Int32 {
        push(to: lua)
        return 1
    }
}

extension Optional: LuaPushable where Wrapped: LuaPushable {
    /// Names the wrapped type with a `?`, as LuaCATS writes a result that may be nil.
    @inlinable public static var luaType: String { "\(Wrapped.luaType)?" }

    /// Pushes the value, or nil.
    @inlinable public func push(to lua: LuaContext) {
        if let value = self { value.push(to: lua) } else { lua.pushNil() }
    }
}
