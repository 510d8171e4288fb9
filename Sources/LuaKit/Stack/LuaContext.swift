public import CLua

/// A Lua stack, as a callback or the owner of a `LuaState` sees it.
///
/// Indices are Lua's: 1 is the first value, -1 the top. Functions here neither run Lua code nor fail, except those
/// that say `throws`. Twenty stack slots are free when a callback starts; `ensureStack` gives more. Valid during the
/// callback only, and on its thread; what must live longer is a `LuaReference`.
public struct LuaContext {
    @usableFromInline let stack: OpaquePointer

    @inlinable
    init(_ stack: OpaquePointer) {
        self.stack = stack
    }

    /// Finds the state that this stack belongs to.
    public var state: LuaState {
        LuaState.owner(of: stack)
    }

    // MARK: Stack

    /// Counts the values on the stack, which is the index of the top one.
    @inlinable public var top: Int32 {
        lua_gettop(stack)
    }

    /// Drops what is above `index`, or fills up with nil.
    @inlinable public func setTop(_ index: Int32) {
        lua_settop(stack, index)
    }

    /// Drops `count` values from the top.
    @inlinable public func pop(_ count: Int32 = 1) {
        lua_settop(stack, -count - 1)
    }

    /// Returns the same position counted from the bottom, so that pushes do not move it.
    @inlinable public func absolute(_ index: Int32) -> Int32 {
        lua_absindex(stack, index)
    }

    /// Pushes the value at `index` once more.
    @inlinable public func pushCopy(of index: Int32) {
        lua_pushvalue(stack, index)
    }

    /// Moves the top value down to `index`.
    @inlinable public func insert(at index: Int32) {
        lua_rotate(stack, index, 1)
    }

    /// Removes the value at `index`; those above move down.
    @inlinable public func remove(at index: Int32) {
        lua_rotate(stack, index, -1)
        lua_settop(stack, -2)
    }

    /// Pops the top value into `index`.
    @inlinable public func replace(at index: Int32) {
        lua_copy(stack, -1, index)
        lua_settop(stack, -2)
    }

    /// Makes room for `count` more values.
    ///
    /// - Throws: `LuaError` when Lua's stack (a million values) is full.
    @inlinable public func ensureStack(_ count: Int32) throws(LuaError) {
        guard lua_checkstack(stack, count) != 0 else { throw LuaError.stackOverflow }
    }

    /// Asks whether to stop pushing: true when the memory limit is overdrawn by a tenth, or the script has to stop. Then the
    /// script gets the error when the callback returns, whatever was pushed. What pushes much asks before each value.
    public func mustAbandon() -> Bool {
        let vm = state.vm
        if vm.pointee.used > vm.pointee.limit + vm.pointee.limit / 10 {
            vm.pointee.abandoned = 1
            return true
        }
        return vm.pointee.interrupt != 0 && vm.pointee.interrupt != CLUA_INTERRUPT_EXIT
    }

    /// Refuses to allocate beyond the memory limit in advance.
    ///
    /// Pushes never fail: they overdraw, and the script gets its memory error when the callback returns. A callback
    /// about to push something large asks here first.
    ///
    /// - Throws: `LuaError` of kind `memory`.
    public func reserve(bytes: Int) throws(LuaError) {
        let memory = state.memory
        guard bytes <= memory.limit - memory.used else { throw LuaError.memory }
    }
}
