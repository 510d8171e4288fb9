public import CLua

extension LuaContext {
    // MARK: Raw access, without metamethods

    /// Pushes `table[key]`, nil when it is absent, and returns its type.
    @inlinable @discardableResult
    public func rawGet(_ key: String, at table: Int32) -> LuaType {
        let table = lua_absindex(stack, table)
        push(key)
        return LuaType(rawValue: lua_rawget(stack, table)) ?? .none
    }

    /// Pushes `table[index]` and returns its type; the first item is 1.
    @inlinable @discardableResult
    public func rawGet(_ index: Int, at table: Int32) -> LuaType {
        LuaType(rawValue: lua_rawgeti(stack, table, Int64(index))) ?? .none
    }

    /// Pops a value into `table[key]`.
    @inlinable public func rawSet(_ key: String, at table: Int32) {
        let table = lua_absindex(stack, table)
        push(key)
        lua_rotate(stack, -2, 1)
        lua_rawset(stack, table)
    }

    /// Pops a value into `table[index]`; the first item is 1.
    @inlinable public func rawSet(_ index: Int, at table: Int32) {
        lua_rawseti(stack, table, Int64(index))
    }

    /// Whether the table or userdata at `index` has a metatable.
    @inlinable public func hasMetatable(at index: Int32) -> Bool {
        guard lua_getmetatable(stack, index) != 0 else { return false }
        lua_settop(stack, -2)
        return true
    }

    /// Counts the pairs of a table, without metamethods. Cheaper than `forEachPair`, which has to rest the collector.
    @inlinable public func pairCount(at table: Int32) -> Int { clua_paircount(stack, table) }

    /// Calls `body` for each pair, without metamethods, with the key at index -2 and the value at -1 when it starts.
    ///
    /// `body` may push (what it leaves is dropped) but neither change the table nor run Lua code. The collector rests
    /// meanwhile, so that no script's finalizer changes the table either.
    @inlinable
    public func forEachPair<Failure: Error>(at table: Int32, _ body: () throws(Failure) -> Void) throws(Failure) {
        let table = lua_absindex(stack, table)
        let base = lua_gettop(stack)
        let wasRunning = clua_pause_collector(stack)
        defer {
            lua_settop(stack, base)
            clua_resume_collector(stack, wasRunning)
        }
        lua_pushnil(stack)
        while lua_next(stack, table) != 0 {
            try body()
            lua_settop(stack, base + 1)
        }
    }

    // MARK: Access with metamethods, which may run Lua code

    /// Replaces the key on top by `table[key]`, by `__index` too.
    ///
    /// - Throws: `LuaError` that a metamethod raises, and for a value that cannot be indexed; the key is gone then.
    public func get(at table: Int32) throws(LuaError) {
        try check(clua_gettable(stack, table))
    }

    /// Sets `table[key] = value`, by `__newindex` too, popping the key and, above it, the value.
    ///
    /// - Throws: `LuaError` that a metamethod raises, and for a key that is nil or NaN.
    public func set(at table: Int32) throws(LuaError) {
        try check(clua_settable(stack, table))
    }

    /// Returns `#value`, which may be anything where there is a `__len`; hence a Lua value.
    ///
    /// - Throws: `LuaError` that `__len` raises, and for a value without a length.
    public func length(at index: Int32) throws(LuaError) -> LuaValue {
        try check(clua_len(stack, index))
        defer { pop() }
        return value(at: -1)
    }

    /// Returns what `tostring` says, with bytes that are not UTF-8 replaced.
    ///
    /// - Throws: `LuaError` that `__tostring` raises.
    public func text(at index: Int32) throws(LuaError) -> String {
        try check(clua_tostring(stack, index))
        defer { pop() }
        return lossyString(at: -1)
    }

    /// Whether `first == second`, by `__eq` too.
    ///
    /// - Throws: `LuaError` that `__eq` raises.
    public func isEqual(_ first: Int32, _ second: Int32) throws(LuaError) -> Bool {
        try check(clua_equal(stack, first, second))
        defer { pop() }
        return isTruthy(at: -1)
    }

    func lossyString(at index: Int32) -> String {
        withBytes(at: index) { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
