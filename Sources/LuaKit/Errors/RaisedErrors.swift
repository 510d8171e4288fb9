import CLua

/// The Swift errors that Lua may still hold. In Lua each is a userdata with a number, found again here.
///
/// A finalizer for each would double the cost of an error that a script catches. Instead a table with weak values tells
/// which userdata are gone, and their places are given out again. So an error lives until the collector has run and
/// places have become short; their number at most doubles each time.
final class RaisedErrors {
    private struct Place {
        var error: (any Error)?
        /// Counts how often the place was given out, so that a number of former times is noticed.
        var generation: Int64 = 1
    }

    /// Registry slots of the table with weak values, and of the userdata's metatable.
    private let tokens, metatable: Int32
    /// Raw memory and plain counts, whose use the runtime does not watch: that costs more than the use itself.
    private var places: UnsafeMutablePointer<Place>
    private var count = 0
    /// A stack of the indices of free places, with room for all.
    private var free: UnsafeMutablePointer<Int32>
    private var freeCount = 0

    private static let firstCapacity = 64

    init(_ lua: LuaContext) {
        (places, free) = (.allocate(capacity: 0), .allocate(capacity: 0))
        lua.createTable(arrayCount: Self.firstCapacity)
        lua.createTable(fieldCount: 1)
        lua.push("v")
        lua.rawSet("__mode", at: -2)
        lua.setMetatable(at: -2)
        tokens = luaL_ref(lua.stack, CLUA_REGISTRY)
        lua.pushRaisedErrorMetatable()
        metatable = luaL_ref(lua.stack, CLUA_REGISTRY)
    }

    private var tag: UnsafeRawPointer { UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque()) }

    /// Pushes a userdata that stands for the error, and reads as its message.
    func push(_ error: any Error, on lua: LuaContext) {
        if freeCount == 0 { makeRoom(on: lua) }
        freeCount -= 1
        let index = Int(free[freeCount])
        places[index].error = error
        let token = places[index].generation << 31 | Int64(index + 1)
        clua_pushtoken(lua.stack, tag, token, metatable, tokens)
    }

    /// The error behind the userdata at `index`; nil for any other value.
    func error(at index: Int32, on lua: LuaContext) -> (any Error)? {
        let token = clua_token(lua.stack, index, tag)
        guard token != 0 else { return nil }
        let place = places[Int(token & CLUA_TOKEN_INDEX) - 1]
        return place.generation == token >> 31 ? place.error : nil
    }

    /// Lets go of the errors that Lua has collected.
    func sweep(on lua: LuaContext) {
        lua_checkstack(lua.stack, 2)
        lua_rawgeti(lua.stack, CLUA_REGISTRY, Int64(tokens))
        for index in 0..<count where places[index].error != nil {
            if lua_rawgeti(lua.stack, -1, Int64(index + 1)) == CLUA_NIL {
                places[index].error = nil
                places[index].generation += 1
                free[freeCount] = Int32(index)
                freeCount += 1
            }
            lua.pop()
        }
        lua.pop()
    }

    /// At least as many free places as taken ones, so that a look at all of them is paid by as many errors.
    private func makeRoom(on lua: LuaContext) {
        sweep(on: lua)
        if count == 0 || freeCount < count / 2 { grow(to: max(Self.firstCapacity, 2 * (count - freeCount))) }
    }

    private func grow(to capacity: Int) {
        let (more, moreFree) = (
            UnsafeMutablePointer<Place>.allocate(capacity: capacity),
            UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
        )
        more.moveInitialize(from: places, count: count)
        (more + count).initialize(repeating: Place(), count: capacity - count)
        moreFree.update(from: free, count: freeCount)
        for index in count..<capacity { moreFree[freeCount + index - count] = Int32(index) }
        places.deallocate()
        free.deallocate()
        (places, free) = (more, moreFree)
        (freeCount, count) = (freeCount + capacity - count, capacity)
    }

    deinit {
        places.deinitialize(count: count)
        places.deallocate()
        free.deallocate()
    }
}
