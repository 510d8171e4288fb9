import Text

// Enums whose cases scripts write as their raw values: conform to `LuaReadable` or `LuaPushable`, and that is all.

extension LuaReadable where Self: RawRepresentable, RawValue: LuaReadable {
    public static var luaType: String { RawValue.luaType }

    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Self {
        let value = try RawValue.read(lua, at: index)
        guard let self = Self(rawValue: value) else {
            throw LuaMismatch(
                expected: expectation(of: Self.self) ?? "one of the known values", got: quoted("\(value)", mark: "'"))
        }
        return self
    }
}

extension LuaPushable where Self: RawRepresentable, RawValue: LuaPushable {
    public static var luaType: String { RawValue.luaType }

    public func push(to lua: LuaContext) { rawValue.push(to: lua) }
}

extension LuaReadable where Self: LuaPushable & RawRepresentable, RawValue: LuaReadable & LuaPushable {
    public static var luaType: String { RawValue.luaType as String }
}

/// `one of 'a', 'b'`, where the cases can be listed.
private func expectation<Value: RawRepresentable>(of type: Value.Type) -> String? {
    func list<Listed: CaseIterable>(_ type: Listed.Type) -> String {
        let values = type.allCases.compactMap { ($0 as? Value).map { "'\($0.rawValue)'" } }
        return "one of \(values.joined(separator: ", "))"
    }
    return (type as? any CaseIterable.Type).map { list($0) }
}
