import CLua

/// Undeclared globals are errors: reading one always, setting one anywhere but at the top level of a chunk, where it
/// counts as a declaration.
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

    private static func readUndeclared(_ lua: LuaContext) throws -> Int32 {
        let name = lua.lossyString(at: 2)
        var names: [String] = []
        lua.forEachPair(at: 1) { if let name = lua.string(at: -2) { names.append(name) } }
        let suggestion = closest(to: name, among: names).map { " (did you mean '\($0)'?)" } ?? ""
        throw LuaError.runtime("undeclared global '\(name)'\(suggestion)")
    }

    private static func setUndeclared(_ lua: LuaContext) throws -> Int32 {
        var caller = clua_frame()
        let isKnown = clua_getframe(lua.stack, 1, &caller) != 0
        guard !isKnown || caller.is_main != 0 || caller.is_c != 0 else {
            throw LuaError.runtime(
                "undeclared global '\(lua.lossyString(at: 2))' is set in a function (missing 'local'?)")
        }
        lua.setTop(3)
        lua_rawset(lua.stack, 1)
        return 0
    }
}

/// The name that was probably meant: at most a third of its letters differ. The first in alphabetical order of those
/// that are equally near.
func closest(to name: String, among names: [String]) -> String? {
    let most = max(1, name.count / 3)
    return names.sorted().map { (name: $0, distance: editDistance(name, $0)) }
        .filter { $0.distance <= most }
        .min { $0.distance < $1.distance }?.name
}

/// How many letters to insert, delete or replace to get from one to the other.
private func editDistance(_ first: String, _ second: String) -> Int {
    let (first, second) = (Array(first.utf8), Array(second.utf8))
    var row = Array(0...second.count)
    for (i, a) in first.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, b) in second.enumerated() {
            let replaced = diagonal + (a == b ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
        }
    }
    return row[second.count]
}
