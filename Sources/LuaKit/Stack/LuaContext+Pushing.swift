public import CLua

extension LuaContext {
    /// Pushes nil.
    @inlinable public func pushNil() {
        lua_pushnil(stack)
    }

    /// Pushes `true` or `false`.
    @inlinable public func push(_ value: Bool) {
        lua_pushboolean(stack, value ? 1 : 0)
    }

    /// Pushes a number of the integer subtype.
    @inlinable public func push(_ value: Int) {
        lua_pushinteger(stack, Int64(value))
    }

    /// Pushes a number of the float subtype, even where it is integral.
    @inlinable public func push(_ value: Double) {
        lua_pushnumber(stack, value)
    }

    /// Pushes a string, as UTF-8.
    @inlinable public func push(_ value: String) {
        var text = value
        text.withUTF8 { push(bytes: $0) }
    }

    /// Pushes a string of these bytes, which need not be UTF-8; Lua copies them.
    @inlinable public func push(bytes: UnsafeBufferPointer<UInt8>) {
        push(bytes: UnsafeRawBufferPointer(bytes))
    }

    /// Pushes a string of these bytes, which need not be UTF-8; Lua copies them.
    @inlinable public func push(bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else {
            lua_pushstring(stack, "")
            return
        }
        lua_pushlstring(stack, start.assumingMemoryBound(to: CChar.self), bytes.count)
    }

    /// Pushes a string of these bytes, which need not be UTF-8; Lua copies them.
    @inlinable public func push(bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { push(bytes: $0) }
    }

    /// Pushes any value that knows how.
    @inlinable public func push(_ value: some LuaPushable) {
        value.push(to: self)
    }

    /// Pushes a new table with room for so many list items and named fields.
    @inlinable public func createTable(arrayCount: Int = 0, fieldCount: Int = 0) {
        lua_createtable(stack, Int32(clamping: arrayCount), Int32(clamping: fieldCount))
    }
}
