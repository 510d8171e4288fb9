import CLua
import Synchronization

/// Keeps one Lua value alive while Swift holds it, beyond the call that made it.
///
/// It may be kept, passed and dropped on any thread; the value itself is reached through a `LuaContext`, which only
/// exists on Lua's thread. After its state is gone it refers to nothing.
public final class LuaReference: Sendable {
    let slot: Int32
    private let releases: ReleaseQueue

    /// Pops the value on top of `lua` and keeps it.
    init(popping lua: LuaContext) {
        releases = lua.state.releases
        releases.drain(on: lua.stack)
        slot = luaL_ref(lua.stack, CLUA_REGISTRY)
    }

    deinit {
        releases.add(slot)
    }

    func push(to lua: LuaContext) {
        precondition(lua.state.releases === releases, "a Lua value belongs to the state that made it")
        lua_rawgeti(lua.stack, CLUA_REGISTRY, Int64(slot))
    }
}

/// Registry slots that were let go of, possibly on another thread, until Lua's own thread frees them.
final class ReleaseQueue: Sendable {
    private let slots = Mutex<[Int32]>([])
    private let isEmpty = Atomic(true)

    func add(_ slot: Int32) {
        slots.withLock { $0.append(slot) }
        isEmpty.store(false, ordering: .releasing)
    }

    var isDrained: Bool { isEmpty.load(ordering: .acquiring) }

    func drain(on stack: OpaquePointer) {
        guard !isDrained else { return }
        let released = slots.withLock { slots in
            isEmpty.store(true, ordering: .relaxed)
            defer { slots = [] }
            return slots
        }
        for slot in released {
            luaL_unref(stack, CLUA_REGISTRY, slot)
        }
    }
}
