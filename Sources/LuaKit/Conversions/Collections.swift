import CLua

extension Array: LuaReadable where Element: LuaReadable {
    /// Names a list as LuaCATS does, such as `string[]`.
    public static var luaType: String { "\(Element.luaType)[]" }

    /// Reads items 1 to `#t` without metamethods.
    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> [Element] {
        guard lua.type(at: index) == .table, lua_checkstack(lua.stack, 4) != 0 else {
            throw lua.mismatch(at: index, expected: luaType)
        }
        let table = lua.absolute(index)
        let count = lua.rawLength(at: table)
        var items: [Element] = []
        items.reserveCapacity(count)
        for position in 0..<count {
            lua.rawGet(position + 1, at: table)
            defer { lua.pop() }
            items.append(try Element.read(lua, below: .index(position + 1)))
        }
        return items
    }
}

extension Array: LuaResult where Element: LuaPushable {
    /// Pushes the list as one result: `LuaValues` returns several.
    public func pushResults(to lua: LuaContext) -> Int32 {
        push(to: lua)
        return 1
    }
}

extension Array: LuaPushable where Element: LuaPushable {
    /// Names a list as LuaCATS does, such as `string[]`.
    public static var luaType: String { "\(Element.luaType)[]" }

    /// Pushes a new table with the items at 1, 2 and so on. An item that is nil leaves a hole.
    public func push(to lua: LuaContext) {
        lua_checkstack(lua.stack, 4)
        lua.createTable(arrayCount: count)
        for (offset, item) in enumerated() {
            item.push(to: lua)
            lua.rawSet(offset + 1, at: -2)
        }
    }
}

extension Dictionary: LuaReadable where Key == String, Value: LuaReadable {
    /// Names a table with text as keys, as LuaCATS does.
    public static var luaType: String { "table<string, \(Value.luaType)>" }

    /// Reads all pairs without metamethods.
    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> [String: Value] {
        guard lua.type(at: index) == .table, lua_checkstack(lua.stack, 6) != 0 else {
            throw lua.mismatch(at: index, expected: luaType)
        }
        var pairs: [String: Value] = [:]
        try lua.forEachPair(at: index) { () throws(LuaMismatch) in
            guard let key = lua.string(at: -2) else { throw lua.mismatch(at: -2, expected: "string as a key") }
            pairs[key] = try Value.read(lua, below: .field(key))
        }
        return pairs
    }
}

extension Dictionary: LuaResult where Key == String, Value: LuaPushable {
    /// Pushes the table as one result.
    public func pushResults(to lua: LuaContext) -> Int32 {
        push(to: lua)
        return 1
    }
}

extension Dictionary: LuaPushable where Key == String, Value: LuaPushable {
    /// Names a table with text as keys, as LuaCATS does.
    public static var luaType: String { "table<string, \(Value.luaType)>" }

    /// Pushes a table, made in the order of the keys, so that a script sees the same table in every run.
    public func push(to lua: LuaContext) {
        lua_checkstack(lua.stack, 5)
        lua.createTable(fieldCount: count)
        for (key, value) in sorted(by: { $0.key < $1.key }) {
            value.push(to: lua)
            lua.rawSet(key, at: -2)
        }
    }
}

extension LuaReadable {
    /// Reads the value on top; a mismatch tells the step that led to it.
    static func read(_ lua: LuaContext, below step: LuaPath.Step) throws(LuaMismatch) -> Self {
        do throws(LuaMismatch) {
            return try read(lua, at: -1)
        } catch {
            var error = error
            error.path.steps.insert(step, at: 0)
            throw error
        }
    }
}
