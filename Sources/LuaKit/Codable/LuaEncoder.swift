/// Writes one value: the first thing encoded decides whether that is a table.
struct LuaEncoder: Encoder {
    let target: Target
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(LuaKeyedEncoding(table: target.pushTable(), lua: target.lua, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        LuaUnkeyedEncoding(table: target.pushTable(), lua: target.lua, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    /// Where a value goes: into a table under a key, or nowhere else than on the stack.
    struct Target {
        let lua: LuaContext
        var table: Int32?
        var key: (any CodingKey)?

        /// A value that makes no container has put itself on top; one that makes a table leaves it below further ones.
        func encode<Value: Encodable>(_ value: Value, _ path: [any CodingKey]) throws {
            guard path.count < LuaContext.deepest else {
                let context = EncodingError.Context(codingPath: path, debugDescription: "nested too deeply")
                throw EncodingError.invalidValue(value, context)
            }
            try lua.ensureStack(8)
            if let plain = value as? any LuaPushable, !(value is any LuaEncodable) {
                plain.push(to: lua)
                store()
            } else if let integer = value as? any FixedWidthInteger {
                lua.push(try exact(integer, path))
                store()
            } else if let float = value as? Float {
                lua.push(Double(float))
                store()
            } else {
                try value.encode(to: LuaEncoder(target: self, codingPath: path))
            }
        }

        /// Pushes a table, which stays on the stack for those who fill it. Returns where.
        func pushTable() -> Int32 {
            lua.createTable()
            let index = lua.top
            if table != nil {
                lua.pushCopy(of: index)
                store()
            }
            return index
        }

        /// Moves what is on top to its place.
        func store() {
            guard let table, let key else { return }
            if let number = key.intValue {
                lua.rawSet(number, at: table)
            } else {
                lua.rawSet(key.stringValue, at: table)
            }
        }

        private func exact(_ integer: any FixedWidthInteger, _ path: [any CodingKey]) throws -> Int {
            guard let number = Int(exactly: integer) else {
                let context = EncodingError.Context(codingPath: path, debugDescription: "larger than a Lua integer")
                throw EncodingError.invalidValue(integer, context)
            }
            return number
        }
    }
}

extension LuaEncoder: SingleValueEncodingContainer {
    func encodeNil() throws {
        target.lua.pushNil()
        target.store()
    }

    func encode<Value: Encodable>(_ value: Value) throws { try target.encode(value, codingPath) }
}

private struct LuaKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let table: Int32
    let lua: LuaContext
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) throws {}

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        let top = lua.top
        defer { lua.setTop(top) }
        try target(key).encode(value, codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { encoder(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { encoder(key).unkeyedContainer() }

    func superEncoder() -> any Encoder { encoder(LuaCodingKey(stringValue: "super")) }

    func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }

    private func target(_ key: any CodingKey) -> LuaEncoder.Target {
        LuaEncoder.Target(lua: lua, table: table, key: key)
    }

    private func encoder(_ key: any CodingKey) -> LuaEncoder {
        LuaEncoder(target: target(key), codingPath: codingPath + [key])
    }
}

private struct LuaUnkeyedEncoding: UnkeyedEncodingContainer {
    let table: Int32
    let lua: LuaContext
    let codingPath: [any CodingKey]
    private(set) var count = 0

    init(table: Int32, lua: LuaContext, codingPath: [any CodingKey]) {
        (self.table, self.lua, self.codingPath) = (table, lua, codingPath)
    }

    /// Leaves the position empty: Lua's lists cannot hold nil.
    mutating func encodeNil() throws { count += 1 }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        let top = lua.top
        defer { lua.setTop(top) }
        let encoder = next()
        try encoder.target.encode(value, encoder.codingPath)
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }

    mutating func superEncoder() -> any Encoder { next() }

    private mutating func next() -> LuaEncoder {
        count += 1
        let key = LuaCodingKey(intValue: count)
        return LuaEncoder(
            target: LuaEncoder.Target(lua: lua, table: table, key: key), codingPath: codingPath + [key])
    }
}
