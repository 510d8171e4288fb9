import CLua

/// Errors on their way from Swift into Lua.
extension LuaContext {
    /// Pushes what a script's `pcall` receives for `error`. The Swift error is found again when it comes back.
    func pushError(_ error: any Error) {
        let state = state
        if error.isExactly(LuaError.self), let error = error as? LuaError {
            push(luaError: error)
        } else if let known = state.translateError?(error) ?? state.convertible(error) {
            known.pushLuaError(to: self)
            remember(error)
        } else {
            pushBox(error, state)
        }
    }

    private func push(luaError error: LuaError) {
        switch error.kind {
        case .argument, .conversion: pushProblem(error)
        case .host(let inner) where error.value.isNil: pushError(inner)
        case .memory: push("not enough memory")
        case .runtime where error.value.isNil: push(position(ofCaller: 1) + error.message)
        case .runtime, .syntax, .host, .interrupted, .exit:
            if error.value.isNil { push(error.message) } else { error.value.push(to: self) }
            state.lastRaised = error
        }
    }

    /// `chunk:line: ` as Lua's own messages begin, or nothing when no Lua code called.
    private func position(ofCaller level: Int32) -> String {
        var frame = clua_frame()
        guard clua_getframe(stack, level, &frame) != 0, frame.line > 0 else { return "" }
        return "\(frame.shortName):\(frame.line): "
    }

    private func pushProblem(_ error: LuaError) {
        if let known = state.translateError?(error) {
            known.pushLuaError(to: self)
        } else {
            pushErrorTable(name: "error", message: error.message, fields: [("kind", "argument")])
        }
        remember(error)
    }

    /// Pushes an error object: a table with `message` and `fields`, and a metatable `name` whose `__tostring` is the message.
    public func pushErrorTable(name: String, message: String, fields: [(name: String, value: any LuaPushable)] = []) {
        createTable(fieldCount: fields.count + 1)
        for field in fields {
            field.value.push(to: self)
            rawSet(field.name, at: -2)
        }
        push(message)
        rawSet("message", at: -2)
        state.pushMetatable(named: name, on: self) { lua in lua.fillErrorMetatable(name: name) }
        lua_setmetatable(stack, -2)
    }

    private func fillErrorMetatable(name: String) {
        push(name)
        rawSet("__name", at: -2)
        pushFunction { lua in
            lua.setTop(1)
            guard lua.type(at: 1) == .table else { throw LuaError.runtime("an error object expected") }
            if lua.rawGet("message", at: 1) != .string { lua.push("error") }
            return 1
        }
        rawSet("__tostring", at: -2)
    }

    /// Ties the error object on top to the Swift error it stands for, for as long as the object lives.
    private func remember(_ error: any Error) {
        guard type(at: -1) == .table || type(at: -1) == .userdata else { return }
        lua_rawgeti(stack, CLUA_REGISTRY, Int64(state.knownErrors))
        pushCopy(of: -2)
        pushBox(error, state)
        lua_rawset(stack, -3)
        pop()
    }

    /// A userdata that holds the error, and reads as its message.
    private func pushBox(_ error: any Error, _ state: LuaState) {
        let box = ErrorBox(error)
        clua_pushbox(stack, ErrorBox.tag, Unmanaged.passRetained(box).toOpaque(), releaseObject)
        let metatable = state.errorBoxMetatable ?? makeBoxMetatable()
        state.errorBoxMetatable = metatable
        lua_rawgeti(stack, CLUA_REGISTRY, Int64(metatable))
        lua_setmetatable(stack, -2)
    }

    /// Makes the metatable of boxes, and returns its registry slot.
    private func makeBoxMetatable() -> Int32 {
        createTable()
        fillBoxMetatable()
        return luaL_ref(stack, CLUA_REGISTRY)
    }

    private func fillBoxMetatable() {
        clua_add_finalizer(stack)
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

    func boxedError(at index: Int32) -> (any Error)? {
        clua_box_object(stack, index, ErrorBox.tag).map {
            Unmanaged<ErrorBox>.fromOpaque($0).takeUnretainedValue().error
        }
    }
}

extension Error {
    /// Compares two addresses, where a cast would ask the runtime; a struct has no subtypes.
    func isExactly<Known: Error>(_: Known.Type) -> Bool {
        Swift.type(of: self as any Error) == Known.self
    }
}

extension LuaState {
    /// The error, if it says itself what a script receives. A failed cast to a protocol is dear, so the type of the last
    /// error for which it failed is kept.
    fileprivate func convertible(_ error: any Error) -> (any LuaErrorConvertible)? {
        let type = ObjectIdentifier(type(of: error))
        if type == lastPlainError { return nil }
        let known = error as? any LuaErrorConvertible
        if known == nil { lastPlainError = type }
        return known
    }
}

/// A Swift error inside a Lua userdata.
final class ErrorBox {
    let error: any Error

    init(_ error: any Error) {
        self.error = error
    }

    static var tag: UnsafeRawPointer { unsafeBitCast(ObjectIdentifier(ErrorBox.self), to: UnsafeRawPointer.self) }
}

/// Lets go of a retained Swift object that Lua has collected.
func releaseObject(_ object: UnsafeMutableRawPointer?) {
    object.map { Unmanaged<AnyObject>.fromOpaque($0).release() }
}

extension LuaValue {
    var isNil: Bool {
        if case .nil = self { true } else { false }
    }
}
