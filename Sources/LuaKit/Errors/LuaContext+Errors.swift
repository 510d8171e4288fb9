import CLua

/// Errors on their way from Swift into Lua.
extension LuaContext {
    /// Pushes what a script's `pcall` receives for `error`. The Swift error is found again when it comes back.
    func pushError(_ error: any Error) { pushError(error, of: ObjectIdentifier(Swift.type(of: error))) }

    /// - Parameter kind: The error's type. Comparing types is cheap, where a cast would ask the runtime.
    func pushError(_ error: any Error, of kind: ObjectIdentifier) {
        let state = state
        if kind == ObjectIdentifier(LuaError.self), let error = error as? LuaError {
            push(luaError: error)
        } else if let known = state.errorTranslation?(error) ?? state.convertible(error, of: kind) {
            known.pushLuaError(to: self)
            remember(error)
        } else {
            state.raised.push(error, on: self)
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

    /// `chunk:line: ` as Lua's own messages begin, or nothing when no Lua code called. A field's getter is called by the
    /// host's `__index`, which is passed over.
    private func position(ofCaller level: Int32) -> String {
        var frame = clua_frame()
        var level = level
        repeat {
            guard clua_getframe(stack, level, &frame) != 0 else { return "" }
            level += 1
        } while frame.is_host != 0
        guard frame.line > 0 else { return "" }
        return "\(frame.shortName):\(frame.line): "
    }

    private func pushProblem(_ error: LuaError) {
        if let known = state.errorTranslation?(error) {
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
        state.raised.push(error, on: self)
        lua_rawset(stack, -3)
        pop()
    }

    /// Pushes the metatable of the userdata that stand for errors.
    func pushRaisedErrorMetatable() {
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

    func boxedError(at index: Int32) -> (any Error)? { state.raised.error(at: index, on: self) }
}

extension LuaState {
    /// The error, if it says itself what a script receives. A failed cast to a protocol is dear, so the type of the last
    /// error for which it failed is kept.
    fileprivate func convertible(_ error: any Error, of kind: ObjectIdentifier) -> (any LuaErrorConvertible)? {
        if kind == lastPlainError { return nil }
        let known = error as? any LuaErrorConvertible
        if known == nil { lastPlainError = kind }
        return known
    }
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
