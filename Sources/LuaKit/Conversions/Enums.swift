import Text

// Enums whose cases scripts write as their raw values: conform to `LuaReadable` or `LuaPushable`, and that is all.

extension LuaReadable where Self: RawRepresentable, RawValue: LuaReadable {
    /// Names the type of the raw value; only the message of a mismatch lists the cases.
    public static var luaType: String { RawValue.luaType }

    /// Reads the raw value of a case.
    ///
    /// - Throws: `LuaMismatch` for a value that no case has; it lists the cases where they can be listed.
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
    /// Names the type of the raw value.
    public static var luaType: String { RawValue.luaType }

    /// Pushes the raw value.
    public func push(to lua: LuaContext) { rawValue.push(to: lua) }
}

extension LuaReadable where Self: LuaPushable & RawRepresentable, RawValue: LuaReadable & LuaPushable {
    /// Names the type of the raw value, for cases that are both read and pushed.
    public static var luaType: String { RawValue.luaType as String }
}

/// Says which values would do, such as `one of 'a', 'b'`; nil where the cases cannot be listed.
private func expectation<Value: RawRepresentable>(of type: Value.Type) -> String? {
    func list<Listed: CaseIterable>(_ type: Listed.Type) -> String {
        let values = type.allCases.compactMap { ($0 as? Value).map { "'\($0.rawValue)'" } }
        return "one of \(values.joined(separator: ", "))"
    }
    return (type as? any CaseIterable.Type).map { list($0) }
}
