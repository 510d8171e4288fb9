import CLua

/// Errors on their way from Swift into Lua.
extension LuaContext {
    /// Pushes what a script's `pcall` receives for `error`. The Swift error is found again when it comes back.
    func pushError(_ error: any Error) {
        if let error = error as? LuaError {
            push(luaError: error)
        } else if let known = state.translateError?(error) ?? (error as? any LuaErrorConvertible) {
            known.pushLuaError(to: self)
            remember(error)
        } else {
            push(RaisedError(error))
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
        setMetatable(at: -2)
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
        push(RaisedError(error))
        lua_rawset(stack, -3)
        pop()
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
