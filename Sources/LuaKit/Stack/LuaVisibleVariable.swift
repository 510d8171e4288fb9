import CLua

/// A variable that a Lua function sees while it waits for a callback: a local of its own, or one of an outer function.
public struct LuaVisibleVariable: Hashable, Sendable {
    /// Names it, as the script does.
    public let name: String
    /// Whether it belongs to an outer function.
    public let isUpvalue: Bool
    let index: Int32
}

// What a debugger's prompt needs of the function that called it. `level` 1 is the caller.
extension LuaContext {
    /// Tells where the function at `level` of the call stack stands; nil when there is none, or it is none of Lua's.
    public func position(atLevel level: Int32) -> LuaPosition? {
        var frame = clua_frame()
        guard clua_getframe(stack, level, &frame) != 0 else { return nil }
        return LuaFrame(frame)?.position
    }

    /// Lists the variables in sight, the outer ones first, so that the last of a name is the one a line would mean.
    public func variables(atLevel level: Int32) -> [LuaVisibleVariable] {
        (variables(atLevel: level, areUpvalues: true) + variables(atLevel: level, areUpvalues: false))
            .filter { $0.name != "_ENV" }
    }

    /// Pushes the variable's value.
    public func push(_ variable: LuaVisibleVariable, atLevel level: Int32) {
        guard clua_getvariable(stack, level, variable.isUpvalue ? 1 : 0, variable.index) == nil else { return }
        lua_pushnil(stack)
    }

    /// Pops a value into the variable.
    public func pop(into variable: LuaVisibleVariable, atLevel level: Int32) {
        clua_setvariable(stack, level, variable.isUpvalue ? 1 : 0, variable.index)
    }

    /// Lists them without Lua's own temporaries, whose names begin with a parenthesis.
    private func variables(atLevel level: Int32, areUpvalues: Bool) -> [LuaVisibleVariable] {
        var found: [LuaVisibleVariable] = []
        var index: Int32 = 1
        while let name = clua_getvariable(stack, level, areUpvalues ? 1 : 0, index).map({ String(cString: $0) }) {
            pop()
            if !name.isEmpty, !name.hasPrefix("(") {
                found.append(LuaVisibleVariable(name: name, isUpvalue: areUpvalues, index: index))
            }
            index += 1
        }
        return found
    }
}
