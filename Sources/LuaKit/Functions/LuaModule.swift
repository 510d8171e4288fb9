/// A named list of functions and smaller modules: a Lua table with a description.
public struct LuaModule {
    /// The last part of its name, such as `servers` for `cph.servers`.
    public var name: String
    /// What it is for, in Markdown; the first sentence stands alone.
    public var doc: String
    public var functions: [LuaFunction]
    public var modules: [LuaModule]
    /// Whether it is there for other modules, and no list that people read shows it.
    public var isInternal: Bool

    public init(
        _ name: String, doc: String, isInternal: Bool = false, functions: [LuaFunction] = [], modules: [LuaModule] = []
    ) {
        self.name = name
        self.doc = doc
        self.isInternal = isInternal
        self.functions = functions
        self.modules = modules
    }
}

extension LuaModule: LuaPushable {
    public static var luaType: String { "table" }

    /// Pushes a new table with everything in it. Messages call the functions by their full name.
    public func push(to lua: LuaContext) {
        push(to: lua, path: name)
    }

    private func push(to lua: LuaContext, path: String) {
        lua.createTable(fieldCount: functions.count + modules.count)
        for function in functions {
            function.named("\(path).\(function.name)").push(to: lua)
            lua.rawSet(function.name, at: -2)
        }
        for module in modules {
            module.push(to: lua, path: "\(path).\(module.name)")
            lua.rawSet(module.name, at: -2)
        }
    }
}

extension LuaFunction {
    /// The same function under another name.
    public func named(_ name: String) -> LuaFunction {
        LuaFunction(name, parameters, results, resultDoc, doc, body)
    }
}
