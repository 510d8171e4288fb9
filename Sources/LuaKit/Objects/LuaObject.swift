import CLua

/// A Swift object that scripts hold and call methods of. Conform final classes: a userdata is recognised by its exact
/// class. Pushing retains the object until Lua has collected the userdata.
public protocol LuaObject: AnyObject, LuaReadable, LuaPushable {
    /// What the kind of object is called in messages, `tostring` and stubs, such as `cph.Task`.
    static var luaType: String { get }
    static var luaClass: LuaClass { get }
}

extension LuaObject {
    static var tag: UnsafeRawPointer { unsafeBitCast(ObjectIdentifier(Self.self), to: UnsafeRawPointer.self) }

    /// The userdata itself says which class it holds, so a metatable that a script has put on it changes nothing.
    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Self {
        guard let object = clua_box_object(lua.stack, index, tag) else { throw mismatch(lua, at: index) }
        return Unmanaged<Self>.fromOpaque(object).takeUnretainedValue()
    }

    private static func mismatch(_ lua: LuaContext, at index: Int32) -> LuaMismatch {
        guard clua_isbox(lua.stack, index, tag) != 0 else { return lua.mismatch(at: index, expected: luaType) }
        return LuaMismatch(expected: luaType, got: "one that is gone")
    }

    public func push(to lua: LuaContext) {
        clua_pushbox(lua.stack, Self.tag, Unmanaged.passRetained(self).toOpaque(), releaseObject)
        lua.state.pushMetatable(named: "class \(Self.tag)", on: lua) { Self.luaClass.fill($0, for: Self.self) }
        lua_setmetatable(lua.stack, -2)
    }
}
