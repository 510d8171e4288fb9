import CLua

/// A Swift object that scripts hold and call methods of. Conform final classes: a userdata is recognised by its exact
/// class. Pushing retains the object until Lua has collected the userdata.
public protocol LuaObject: AnyObject, LuaReadable, LuaPushable {
    /// Names the class in messages, `tostring` and stubs, such as `shop.Basket`.
    static var luaType: String { get }
    /// Describes the fields and methods. Read once for each state, when the first object of the class is pushed.
    static var luaClass: LuaClass { get }
}

extension LuaObject {
    /// Tells classes apart: the address of the class, which C compares and never reads.
    static var tag: UnsafeRawPointer? { UnsafeRawPointer(bitPattern: UInt(bitPattern: ObjectIdentifier(Self.self))) }

    /// Reads the object of a userdata, which says itself which class it holds: a metatable that a script has put on
    /// it changes nothing.
    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Self {
        guard let object = clua_box_object(lua.stack, index, tag) else { throw mismatch(lua, at: index) }
        return Unmanaged<Self>.fromOpaque(object).takeUnretainedValue()
    }

    private static func mismatch(_ lua: LuaContext, at index: Int32) -> LuaMismatch {
        guard clua_isbox(lua.stack, index, tag) != 0 else { return lua.mismatch(at: index, expected: luaType) }
        return LuaMismatch(expected: luaType, got: "one that is gone")
    }

    /// Pushes a new userdata that retains the object; several userdata may stand for one object, and `==` calls them
    /// equal.
    public func push(to lua: LuaContext) {
        clua_pushbox(lua.stack, Self.tag, Unmanaged.passRetained(self).toOpaque(), releaseObject)
        lua.state.pushMetatable(named: "class \(UInt(bitPattern: ObjectIdentifier(Self.self)))", on: lua) {
            Self.luaClass.fill($0, for: Self.self)
        }
        lua_setmetatable(lua.stack, -2)
    }
}
