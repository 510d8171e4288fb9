/// Reads the value at `index`, which must stay there.
struct LuaDecoder: Decoder {
    let lua: LuaContext
    let index: Int32
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try checkTable()
        return KeyedDecodingContainer(LuaKeyedDecoding(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try checkTable()
        return LuaUnkeyedDecoding(decoder: self, count: lua.rawLength(at: index))
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    private func checkTable() throws {
        guard lua.type(at: index) == .table else { throw located(lua.mismatch(at: index, expected: "table")) }
    }

    func located(_ mismatch: LuaMismatch) -> LuaMismatch {
        var mismatch = mismatch
        mismatch.path.steps.insert(contentsOf: LuaPath(codingPath).steps, at: 0)
        return mismatch
    }

    /// Reads the member that `push` puts on the stack. It stays there until the outermost value has been read.
    func member(_ key: any CodingKey, _ push: () throws -> Void) throws -> LuaDecoder {
        guard codingPath.count < LuaContext.deepest else {
            throw located(LuaMismatch(expected: "tables at most \(LuaContext.deepest) deep", got: "deeper ones"))
        }
        try lua.ensureStack(8)
        try push()
        return LuaDecoder(lua: lua, index: lua.top, codingPath: codingPath + [key])
    }

    func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if type is any NamedValues.Type { try checkNames() }
        guard let readable = type as? any LuaReadable.Type, !(type is any DecodedThrough.Type),
            !(type is any LuaDecodable.Type),
            let value = try read(any: readable) as? Value
        else { return try Value(from: self) }
        return value
    }

    /// Throws for keys that are not text. Otherwise a dictionary would silently come without their pairs.
    private func checkNames() throws {
        guard lua.type(at: index) == .table else { return }
        try lua.forEachPair(at: index) {
            if lua.string(at: -2) == nil { throw located(lua.mismatch(at: -2, expected: "string as a key")) }
        }
    }

    private func read<Value: LuaReadable>(any type: Value.Type) throws -> Value {
        do throws(LuaMismatch) { return try Value.read(lua, at: index) } catch { throw located(error) }
    }
}

/// Types that are read by their parts, although they are `LuaReadable` too: so every level of a table is counted.
private protocol DecodedThrough {}
extension Array: DecodedThrough {}
extension Dictionary: DecodedThrough {}
extension Optional: DecodedThrough {}

/// Marks dictionaries whose keys are text, which are read with `checkNames`.
private protocol NamedValues {}
extension Dictionary: NamedValues where Key == String {}

extension LuaDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { lua.isNilOrNone(at: index) || lua.type(at: index) == .lightUserdata }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if let integer = type as? any (FixedWidthInteger & Decodable).Type, type != Int.self {
            return try cast(readInteger(integer))
        }
        switch type {
        case is Bool.Type: return try cast(read(any: Bool.self))
        case is Int.Type: return try cast(read(any: Int.self))
        case is Double.Type: return try cast(read(any: Double.self))
        case is Float.Type: return try cast(Float(read(any: Double.self)))
        case is String.Type: return try cast(read(any: String.self))
        default: return try read(type)
        }
    }

    private func readInteger<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
        let number = try read(any: Int.self)
        guard let value = Value(exactly: number) else {
            throw located(LuaMismatch(expected: "integer from \(Value.min) to \(Value.max)", got: "\(number)"))
        }
        return value
    }

    private func cast<Value>(_ value: Any) throws -> Value {
        guard let value = value as? Value else {
            throw located(LuaMismatch(expected: "\(Value.self)", got: lua.describe(at: index)))
        }
        return value
    }
}

private struct LuaKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: LuaDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    var allKeys: [Key] {
        var keys: [Key] = []
        decoder.lua.forEachPair(at: decoder.index) {
            if let name = decoder.lua.string(at: -2) {
                Key(stringValue: name).map { keys.append($0) }
            } else if let number = decoder.lua.integer(at: -2) {
                Key(intValue: number).map { keys.append($0) }
            }
        }
        return keys.sorted { $0.stringValue < $1.stringValue }
    }

    func contains(_ key: Key) -> Bool {
        defer { decoder.lua.pop() }
        return pushRaw(key) != .nil
    }

    func decodeNil(forKey key: Key) throws -> Bool { try member(key).decodeNil() }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let top = decoder.lua.top
        defer { decoder.lua.setTop(top) }
        return try member(key).decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { try member(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try member(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try superDecoder(LuaCodingKey(stringValue: "super")) }

    func superDecoder(forKey key: Key) throws -> any Decoder { try superDecoder(key) }

    private func superDecoder(_ key: any CodingKey) throws -> any Decoder {
        try decoder.member(key) { decoder.lua.rawGet(key.stringValue, at: decoder.index) }
    }

    /// Metamethods count for a table that has them, so a proxy reads like what it stands for.
    private func member(_ key: Key) throws -> LuaDecoder {
        try decoder.member(key) {
            guard pushRaw(key) == .nil, decoder.lua.hasMetatable(at: decoder.index) else { return }
            decoder.lua.pop()
            decoder.lua.push(key.stringValue)
            try decoder.lua.get(at: decoder.index)
        }
    }

    @discardableResult
    private func pushRaw(_ key: Key) -> LuaType {
        let type = decoder.lua.rawGet(key.stringValue, at: decoder.index)
        guard type == .nil, let number = key.intValue else { return type }
        decoder.lua.pop()
        return decoder.lua.rawGet(number, at: decoder.index)
    }
}

private struct LuaUnkeyedDecoding: UnkeyedDecodingContainer {
    let decoder: LuaDecoder
    let count: Int?
    private(set) var currentIndex = 0

    init(decoder: LuaDecoder, count: Int) { (self.decoder, self.count) = (decoder, count) }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var isAtEnd: Bool { currentIndex >= count ?? 0 }

    mutating func decodeNil() throws -> Bool {
        let top = decoder.lua.top
        defer { decoder.lua.setTop(top) }
        guard try member().decodeNil() else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let top = decoder.lua.top
        defer { decoder.lua.setTop(top) }
        let value = try member().decode(type)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { try next().container(keyedBy: type) }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }

    mutating func superDecoder() throws -> any Decoder { try next() }

    private mutating func next() throws -> LuaDecoder {
        defer { currentIndex += 1 }
        return try member()
    }

    private func member() throws -> LuaDecoder {
        try decoder.member(LuaCodingKey(intValue: currentIndex + 1)) {
            decoder.lua.rawGet(currentIndex + 1, at: decoder.index)
        }
    }
}
