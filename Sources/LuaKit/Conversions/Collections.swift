import CLua

extension Array: LuaReadable where Element: LuaReadable {
    public static var luaType: String { "\(Element.luaType)[]" }

    /// Items 1 to `#t`, read without metamethods.
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
    public func pushResults(to lua: LuaContext) -> Int32 {
        push(to: lua)
        return 1
    }
}

extension Array: LuaPushable where Element: LuaPushable {
    public static var luaType: String { "\(Element.luaType)[]" }

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
    public static var luaType: String { "table<string, \(Value.luaType)>" }

    /// All pairs, read without metamethods.
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
    public func pushResults(to lua: LuaContext) -> Int32 {
        push(to: lua)
        return 1
    }
}

extension Dictionary: LuaPushable where Key == String, Value: LuaPushable {
    public static var luaType: String { "table<string, \(Value.luaType)>" }

    /// In the order of the keys, so that a script sees the same table in every run.
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

/// All remaining arguments; the last parameter of a function that takes any number.
public struct LuaVariadic<Element: LuaReadable>: LuaReadable {
    public var values: [Element]

    public static var luaType: String { Element.luaType }
    public static var isOptional: Bool { true }
    public static var isVariadic: Bool { true }

    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> LuaVariadic {
        var values: [Element] = []
        for position in stride(from: index, through: lua.top, by: 1) {
            values.append(try Element.read(lua, at: position))
        }
        return LuaVariadic(values: values)
    }
}

/// Several results of one function.
public struct LuaValues<each Value: LuaPushable>: LuaResult {
    public let values: (repeat each Value)

    public init(_ values: repeat each Value) {
        self.values = (repeat each values)
    }

    public static var luaType: String {
        var types: [String] = []
        for type in repeat (each Value).self { types.append(type.luaType) }
        return types.joined(separator: ", ")
    }

    public func pushResults(to lua: LuaContext) -> Int32 {
        var count: Int32 = 0
        for value in repeat each values {
            value.push(to: lua)
            count += 1
        }
        return count
    }
}
