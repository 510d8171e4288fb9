import CLua

/// Errors on their way from Lua into Swift.
extension LuaContext {
    /// Throws the error on top, popping it, unless `status` is a success.
    @usableFromInline func check(_ status: Int32) throws(LuaError) {
        if status != CLUA_OK { throw takeError(status) }
    }

    func takeError(_ status: Int32) -> LuaError {
        defer { pop() }
        let traceback = state.takeTraceback()
        if let interrupt = state.takeInterrupt(traceback: traceback) { return interrupt }
        if status == CLUA_ERRMEM { return .memory }  // Lua calls no message handler for these
        if let known = knownError(traceback) { return known }
        if let rethrown = rethrownError() { return rethrown }
        let error = scriptError(traceback)
        return state.takeInterrupt(traceback: traceback) ?? error  // its `__tostring` may have had to be stopped
    }

    /// The Swift error behind the error object on top.
    private func knownError(_ traceback: [LuaFrame]) -> LuaError? {
        guard let error = raisedError(at: -1) ?? rememberedError() else { return nil }
        var known = error as? LuaError ?? LuaError(.host(error), message: messageText())
        known.value = value(at: -1)
        if known.traceback.isEmpty {
            known.traceback = traceback
            known.position = traceback.lazy.compactMap(\.position).first
        }
        return known
    }

    private func rememberedError() -> (any Error)? {
        guard type(at: -1) == .table || type(at: -1) == .userdata, lua_checkstack(stack, 2) != 0 else { return nil }
        lua_rawgeti(stack, CLUA_REGISTRY, Int64(state.knownErrors))
        pushCopy(of: -2)
        lua_rawget(stack, -2)
        defer { pop(2) }
        return raisedError(at: -1)
    }

    /// An error that Swift caught and threw again keeps the traceback of its first raise.
    private func rethrownError() -> LuaError? {
        guard let last = state.lastRaised else { return nil }
        if case .string(let text) = last.value {
            guard withBytes(at: -1, { $0.elementsEqual(text.bytes) }) == true else { return nil }
            state.lastRaised = nil  // the same text may be raised again, elsewhere
            return last
        }
        guard let reference = last.value.reference else { return nil }
        reference.push(to: self)
        defer { pop() }
        return isSame(-1, -2) ? last : nil
    }

    private func scriptError(_ traceback: [LuaFrame]) -> LuaError {
        let text = messageText()
        let (position, message) = LuaError.split(text, traceback: traceback)
        return LuaError(.runtime, message: message, position: position, traceback: traceback, value: value(at: -1))
    }

    /// Limits how much of a message is kept, in bytes: nobody reads more, and a host would take seconds to show it.
    private static let longestMessage = 256 << 10

    /// Returns the string on top; of one longer than `longestMessage`, its beginning and how long it is.
    private func shortenedString() -> String {
        guard rawLength(at: -1) > Self.longestMessage else { return lossyString(at: -1) }
        let beginning = withBytes(at: -1) { String(decoding: $0.prefix(Self.longestMessage), as: UTF8.self) } ?? ""
        return "\(beginning)... (\(rawLength(at: -1)) bytes in all)"
    }

    /// What `tostring` says about the error on top; a `__tostring` that fails itself is not asked twice.
    private func messageText() -> String {
        if type(at: -1) == .string { return shortenedString() }
        if let error = raisedError(at: -1) { return String(describing: error) }
        guard clua_tostring(stack, -1) == CLUA_OK else {
            pop()
            return "(error object is a \(describe(at: -1)) value)"
        }
        defer { pop() }
        return shortenedString()
    }
}

extension LuaError {
    /// Takes the position that Lua puts in front of a message off, when it is one of the frames'.
    static func split(_ text: String, traceback: [LuaFrame]) -> (LuaPosition?, String) {
        for frame in traceback {
            guard let position = frame.position else { continue }
            let prefix = "\(frame.shortChunk):\(position.line): "
            if text.hasPrefix(prefix) { return (position, String(text.dropFirst(prefix.count))) }
        }
        return (traceback.lazy.compactMap(\.position).first, text)
    }
}
