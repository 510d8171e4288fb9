import LuaKit

/// The function of a script in which `cph.repl()` was called: its variables are those of the prompt, and what a line
/// assigns to them holds in the script.
final class ScriptFrame {
    private let lua: LuaContext
    /// The caller of the function that opened the prompt.
    private let level: Int32 = 1
    private let variables: [LuaVisibleVariable]
    let position: LuaPosition?

    /// Finds the variables of the function that called.
    ///
    /// - Parameter lua: The stack of the callback; it must wait as long as this is in use.
    init(_ lua: LuaContext) {
        self.lua = lua
        // The last of a name is the one in sight.
        var inSight: [String: LuaVisibleVariable] = [:]
        for variable in lua.variables(atLevel: level) { inSight[variable.name] = variable }
        variables = inSight.values.sorted { $0.name < $1.name }
        position = lua.position(atLevel: level)
    }

    var names: [String] { variables.map(\.name) }

    /// Copies the values of the script's variables to the prompt, before a line.
    func load(into scope: LuaTable) {
        lua.push(scope)
        for variable in variables {
            lua.push(variable, atLevel: level)
            lua.rawSet(variable.name, at: -2)
        }
        lua.pop()
    }

    /// Copies the values back to the script's variables, after a line.
    func store(from scope: LuaTable) {
        lua.push(scope)
        for variable in variables {
            lua.rawGet(variable.name, at: -1)
            lua.pop(into: variable, atLevel: level)
        }
        lua.pop()
    }
}
