import CLua
import Text

/// Undeclared globals are errors: reading one always, setting one anywhere but at the top level of a chunk, where it
/// counts as a declaration. What other Luas have is nil.
extension LuaState {
    func makeGlobalsStrict() {
        lua_rawgeti(context.stack, CLUA_REGISTRY, Int64(CLUA_GLOBALS_SLOT))
        context.createTable(fieldCount: 3)
        context.pushFunction(Self.readUndeclared)
        context.rawSet("__index", at: -2)
        context.pushFunction(Self.setUndeclared)
        context.rawSet("__newindex", at: -2)
        context.push(false)
        context.rawSet("__metatable", at: -2)
        lua_setmetatable(context.stack, -2)
        context.pop()
    }

    /// A script with more globals than this gets no suggestion: looking through them could not be interrupted.
    private static let mostSuggestions = 1000

    private static func readUndeclared(_ lua: LuaContext) throws -> Int32 {
        if isLenient(lua) { return 0 }
        let name = lua.lossyString(at: 2)
        if luaGlobalsOfOthers.contains(name) { return 0 }
        var names: [String] = []
        if lua.pairCount(at: 1) <= mostSuggestions {
            lua.forEachPair(at: 1) { if let name = lua.string(at: -2) { names.append(name) } }
        }
        let near = suggestion(for: name, among: names.sorted()).map { " (did you mean '\($0)'?)" } ?? ""
        throw LuaError.runtime("undeclared global '\(name)'\(near)")
    }

    private static func setUndeclared(_ lua: LuaContext) throws -> Int32 {
        var caller = clua_frame()
        let isKnown = clua_getframe(lua.stack, 1, &caller) != 0
        guard !isKnown || caller.is_main != 0 || caller.is_c != 0 || isLenient(lua) else {
            throw LuaError.runtime(
                "undeclared global '\(lua.lossyString(at: 2))' is set in a function (missing 'local'?)")
        }
        lua.setTop(3)
        lua_rawset(lua.stack, 1)
        return 0
    }

    /// Whether the code that runs is of a chunk that may use undeclared globals.
    private static func isLenient(_ lua: LuaContext) -> Bool {
        guard !lua.state.lenientChunks.isEmpty, let source = lua.caller(1)?.source else { return false }
        return lua.state.lenientChunks.contains(LuaFrame.chunkName(source))
    }
}
