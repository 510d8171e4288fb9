public import CLua

extension LuaContext {
    /// Tells the type of the value at `index`; `none` beyond the top.
    @inlinable public func type(at index: Int32) -> LuaType {
        // Lua 5.4 has exactly these types; an unknown number could only come from another Lua.
        LuaType(rawValue: lua_type(stack, index)) ?? .none
    }

    /// Whether there is nil, or nothing, at `index`.
    @inlinable public func isNilOrNone(at index: Int32) -> Bool {
        lua_type(stack, index) <= CLUA_NIL
    }

    /// True for the integer subtype, false for a float even with an integral value.
    @inlinable public func isInteger(at index: Int32) -> Bool {
        lua_isinteger(stack, index) != 0
    }

    /// Reads a number that is exactly an integer (`3` and `3.0`); nil for strings and everything else.
    @inlinable public func integer(at index: Int32) -> Int? {
        guard lua_type(stack, index) == CLUA_NUMBER else { return nil }
        var isExact: Int32 = 0
        let value = lua_tointegerx(stack, index, &isExact)
        return isExact != 0 ? Int(value) : nil
    }

    /// Reads a number, integers included; nil for strings and everything else.
    @inlinable public func number(at index: Int32) -> Double? {
        guard lua_type(stack, index) == CLUA_NUMBER else { return nil }
        return lua_tonumberx(stack, index, nil)
    }

    /// Reads `true` or `false`; nil for everything else.
    @inlinable public func boolean(at index: Int32) -> Bool? {
        guard lua_type(stack, index) == CLUA_BOOLEAN else { return nil }
        return lua_toboolean(stack, index) != 0
    }

    /// Whether the value counts as true in Lua: everything but `nil` and `false` does.
    @inlinable public func isTruthy(at index: Int32) -> Bool {
        lua_toboolean(stack, index) != 0
    }

    /// Reads a string; nil when the value is none, or not valid UTF-8. Numbers are not converted.
    @inlinable public func string(at index: Int32) -> String? {
        withBytes(at: index) { String(utf8: $0) } ?? nil
    }

    /// Copies the bytes of a string; nil when the value is none.
    @inlinable public func bytes(at index: Int32) -> [UInt8]? {
        withBytes(at: index) { Array($0) }
    }

    /// Lends the bytes of a Lua string, without copying; nil when the value is not a string.
    @inlinable
    public func withBytes<Result>(at index: Int32, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows
        -> Result?
    {
        guard lua_type(stack, index) == CLUA_STRING else { return nil }
        var count = 0
        guard let start = lua_tolstring(stack, index, &count) else { return nil }
        return try start.withMemoryRebound(to: UInt8.self, capacity: count) {
            try body(UnsafeBufferPointer(start: $0, count: count))
        }
    }

    /// Counts the bytes of a string, or the items of a list, without `__len`; 0 for other types.
    @inlinable public func rawLength(at index: Int32) -> Int {
        Int(lua_rawlen(stack, index))
    }

    /// Whether the values at two indices are the same, without `__eq`.
    @inlinable public func isSame(_ first: Int32, _ second: Int32) -> Bool {
        lua_rawequal(stack, first, second) != 0
    }

    /// Returns an address that identifies a table, function, userdata or thread while it lives.
    @inlinable public func identity(at index: Int32) -> UnsafeRawPointer? {
        lua_topointer(stack, index)
    }

    /// Says what a message calls this value: `__name` of its metatable, `integer`, or the type's name.
    public func describe(at index: Int32) -> String {
        if isInteger(at: index) { return "integer" }
        let type = type(at: index)
        guard type == .table || type == .userdata, lua_getmetatable(stack, index) != 0 else { return type.name }
        defer { pop(2) }
        lua_pushstring(stack, "__name")
        lua_rawget(stack, -2)
        return string(at: -1) ?? type.name
    }
}
