import LuaKit

extension LuaFunction {
    /// `call(f)` calls `f` from Swift, so that errors and yields of Lua cross a Swift frame.
    static var callsBack: LuaFunction {
        LuaFunction(
            "call", .init("f", LuaCallback.self), doc: "",
            withContext: { lua, f in try lua.call(f, returning: LuaValue.self) }
        )
    }
}
