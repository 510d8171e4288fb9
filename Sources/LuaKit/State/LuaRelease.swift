import CLua

/// The Lua that is linked, such as `Lua 5.4.4`.
public let luaRelease: String = {
    // `$LuaVersion: Lua 5.4.4  Copyright …`
    String(cString: clua_identity()).split(separator: " ").dropFirst().prefix(2).joined(separator: " ")
}()
