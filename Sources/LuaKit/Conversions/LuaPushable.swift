/// A Swift value that becomes one Lua value.
public protocol LuaPushable: LuaResult {
    /// Pushes exactly one value. Needs no more than the twenty slots that a callback has, or makes room itself.
    func push(to lua: LuaContext)
}

/// What a function returns: for most types one value, for `LuaValues` several.
public protocol LuaResult {
    /// The type as LuaCATS writes it; several are separated by commas.
    static var luaType: String { get }

    /// Pushes the results and returns how many they are.
    func pushResults(to lua: LuaContext) -> Int32
}

extension LuaPushable {
    /// Pushes the value, which is one result.
    @inlinable public func pushResults(to lua: LuaContext) -> Int32 {
        push(to: lua)
        return 1
    }
}
