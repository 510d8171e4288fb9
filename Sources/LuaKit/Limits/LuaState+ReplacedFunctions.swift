import CLua
import Glibc

/// The functions of Lua's libraries that the host answers itself.
extension LuaState {
    func replaceFunctions(_ options: Options) throws(LuaError) {
        replace("exit", in: "os", with: Self.exit)
        if options.mode != .sandbox { replace("getenv", in: "os", with: Self.getenv(hiding: options.hiddenVariables)) }
        if options.mode == .standard, !options.allowsPrograms {
            replace("execute", in: "os", with: Self.denied("os.execute"))
            replace("popen", in: "io", with: Self.denied("io.popen"))
        }
        if options.mode == .sandbox { replace("collectgarbage", in: nil, with: Self.collectgarbage) }
        if options.strictGlobals ?? (options.mode != .trusted) { makeGlobalsStrict() }
    }

    /// Replaces a field of a library, or a global.
    private func replace(_ name: String, in library: String?, with function: LuaFunction) {
        let base = context.top
        lua_rawgeti(context.stack, CLUA_REGISTRY, Int64(CLUA_GLOBALS_SLOT))
        if let library { context.rawGet(library, at: -1) }
        function.push(to: context)
        context.rawSet(name, at: -2)
        context.setTop(base)
    }

    /// Makes `os.exit`: it ends the script and closes its scopes, and the host gets the exit code, since it may have
    /// things to finish.
    private static var exit: LuaFunction {
        LuaFunction(
            "os.exit", LuaParameter("code", LuaExitArgument?.self, "0 when absent or true, 1 for false"),
            doc: "Ends the script.",
            withContext: { lua, code in
                lua.state.requestExit(code: code?.number ?? 0)
                return LuaValue.nil
            })
    }

    private static func getenv(hiding hidden: Set<String>) -> LuaFunction {
        LuaFunction("os.getenv", LuaParameter("name", String.self), doc: "The value of an environment variable.") {
            hidden.contains($0) ? nil : environmentVariable($0)
        }
    }

    private static func denied(_ name: String) -> LuaFunction {
        LuaFunction(raw: name, doc: "Not allowed here.") { _ in throw LuaDenied(function: name) }
    }

    /// A sandbox may ask how much memory is in use, and have some work done, but not turn the collector off.
    private static var collectgarbage: LuaFunction {
        LuaFunction(
            "collectgarbage", LuaParameter("option", String?.self), doc: "Memory in use, in KiB.",
            withContext: {
                lua, option in
                guard option == "count" else { return 0.0 }
                return Double(lua.state.memory.used) / 1024
            })
    }
}

/// Reads an environment variable anew each time, as `os.getenv` does; nil when it is not set.
private func environmentVariable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}

/// Reads the argument of `os.exit` as Lua's own does: text that is a number counts as one. A wrong code is an error, so
/// that it does not read as success.
private struct LuaExitArgument: LuaReadable {
    let number: Int

    static var luaType: String { "boolean|integer" }

    static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> LuaExitArgument {
        let number =
            lua.boolean(at: index).map { $0 ? 0 : 1 } ?? lua.integer(at: index)
            ?? lua.string(at: index).flatMap { Int($0) }
        guard let number else { throw lua.mismatch(at: index, expected: luaType) }
        return LuaExitArgument(number: number)
    }
}
