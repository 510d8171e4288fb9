import CLua

/// Swift errors that become nothing but a userdata which stands for them: of any type that says nothing else, and behind
/// error objects. They are kept in C (raised.c), which sees when Lua lets go of one.
extension LuaContext {
    /// Pushes a userdata that stands for the error, and reads as its message.
    func pushRaised(_ error: any Error) {
        state.prepareRaisedErrors()
        withUnsafeTemporaryAllocation(of: (any Error).self, capacity: 1) { place in
            place.initializeElement(at: 0, to: error)
            // An error is one pointer, to a box that counts its owners. This one goes to Lua.
            clua_pusherror(stack, UnsafeRawPointer(place.baseAddress)?.load(as: UnsafeMutableRawPointer.self))
        }
    }

    /// The error behind the userdata at `index`; nil for any other value.
    func boxedError(at index: Int32) -> (any Error)? {
        clua_error_at(stack, index).map { place in
            UnsafeMutableRawPointer(place).assumingMemoryBound(to: (any Error).self).pointee
        }
    }

    /// Keeps the type of an error that turned out to say nothing else: C pushes the next one of it without asking, which
    /// saves two casts. Not the type of an object, which may be of a subclass that does.
    func takeAsPlain(_ error: any Error) {
        if !(Swift.type(of: error) is AnyClass) { state.vm.pointee.plain_error = metadata(of: error) }
    }
}

private func metadata(of error: some Error) -> UnsafeRawPointer {
    unsafeBitCast(type(of: error), to: UnsafeRawPointer.self)  // a type is the address of its description
}

/// For C: lets go of the error at `error`.
func releaseError(_ error: UnsafeMutablePointer<UnsafeMutableRawPointer?>?) {
    UnsafeMutableRawPointer(error)?.assumingMemoryBound(to: (any Error).self).deinitialize(count: 1)
}

extension LuaState {
    fileprivate func prepareRaisedErrors() {
        guard vm.pointee.error_metatable == 0 else { return }
        context.pushRaisedErrorMetatable()
        vm.pointee.error_metatable = luaL_ref(context.stack, CLUA_REGISTRY)
    }
}

extension LuaContext {
    /// Pushes the metatable of the userdata that stand for errors.
    fileprivate func pushRaisedErrorMetatable() {
        createTable()
        push("error")
        rawSet("__name", at: -2)
        push(false)
        rawSet("__metatable", at: -2)
        pushFunction { lua in
            lua.push(lua.boxedError(at: 1).map { String(describing: $0) } ?? "error")
            return 1
        }
        rawSet("__tostring", at: -2)
        pushFunction { lua in
            guard let error = lua.boxedError(at: 1), lua.string(at: 2) == "message" else { return 0 }
            lua.push(String(describing: error))
            return 1
        }
        rawSet("__index", at: -2)
    }
}
