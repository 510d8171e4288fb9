import CLua

extension LuaContext {
    /// Pops a table and makes it the metatable of the table or userdata at `index`.
    public func setMetatable(at index: Int32) {
        clua_setmetatable(stack, index)
    }

    /// Gives the table on top a metatable that no other value has; `fill` completes it. Scripts see `false` in its place.
    public func setOwnMetatable(named name: String, fill: (LuaContext) -> Void) {
        createTable(fieldCount: 3)
        push(false)
        rawSet("__metatable", at: -2)
        push(name)
        rawSet("__name", at: -2)
        fill(self)
        setMetatable(at: -2)
    }

    /// Pushes the metatable kept under `name` in this state; `fill` completes it, on top of the stack, the first time.
    ///
    /// One metatable serves every value of its kind. Scripts see `false` in its place.
    public func pushMetatable(named name: String, fill: (LuaContext) -> Void) {
        state.pushMetatable(named: name, on: self) { lua in
            lua.push(name)
            lua.rawSet("__name", at: -2)
            fill(lua)
        }
    }
}

extension LuaContext {
    /// Pushes a value that is equal to itself alone and holds nothing: scripts can neither fill nor look into it.
    public func pushMarker() { _ = lua_newuserdatauv(stack, 0, 0) }

    /// Pushes a field of the metatable of the value at `index`; false, and nothing pushed, when it has none.
    public func pushMetafield(_ name: String, at index: Int32) -> Bool {
        guard lua_getmetatable(stack, index) != 0 else { return false }
        rawGet(name, at: -1)
        lua_rotate(stack, -2, -1)
        pop()
        if !isNilOrNone(at: -1) { return true }
        pop()
        return false
    }
}

extension LuaContext {
    /// Pushes the metatable itself, whatever its `__metatable` says; false, and nothing pushed, when there is none.
    public func pushMetatable(of index: Int32) -> Bool { lua_getmetatable(stack, index) != 0 }

    /// Whether the table at `index` is a metatable that the host made with `pushMetatable(named:fill:)`.
    public func isHostMetatable(at index: Int32) -> Bool {
        identity(at: index).map(state.hostMetatables.contains) ?? false
    }
}
