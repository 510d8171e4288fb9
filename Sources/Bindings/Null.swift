import LuaKit

/// The name of `cph.json.null`, which stands for null inside lists, where Lua's nil would leave a hole. A state has one
/// such value; it prints as `null`.
private let nullName = "cph.null"

extension LuaContext {
    func pushNull() {
        pushMetatable(named: nullName) { lua in
            lua.pushFunction { lua in
                lua.push("null")
                return 1
            }
            lua.rawSet("__tostring", at: -2)
            // The value itself, under the metatable that makes it null. No table: one could be filled, and would stand for
            // every null with what is in it.
            lua.pushMarker()
            lua.pushCopy(of: -2)
            lua.setMetatable(at: -2)
            lua.rawSet("value", at: -2)
        }
        rawGet("value", at: -1)
        remove(at: -2)
    }

    func isNull(at index: Int32) -> Bool {
        guard type(at: index) == .userdata, hasMetatable(at: index) else { return false }
        let index = absolute(index)
        pushNull()
        defer { pop() }
        return isSame(-1, index)
    }
}
