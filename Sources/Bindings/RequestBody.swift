import LuaKit

/// A table that a model says more about.
struct RequestBody: LuaReadable {
    static let luaType = "table"

    static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> RequestBody {
        guard lua.type(at: index) == .table else { throw lua.mismatch(at: index, expected: luaType) }
        return RequestBody()
    }
}
