/// A named list of functions and smaller modules: a Lua table with a description.
public struct LuaModule {
    /// Names the table in the table around it, such as `prices` for `shop.prices`.
    public var name: String
    /// Says what it is for, in Markdown; the first sentence stands alone.
    public var doc: String
    /// Lists the functions of the table.
    public var functions: [LuaFunction]
    /// Lists the tables inside the table.
    public var modules: [LuaModule]
    /// Whether lists that people read leave it out, because only other modules need it.
    public var isInternal: Bool

    /// Describes a module. Pushing it makes a new table each time.
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
    /// Names the type that stubs and help give to a module: it is an ordinary table.
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
    /// Returns the same function under another name.
    public func named(_ name: String) -> LuaFunction {
        LuaFunction(name, parameters, results, resultDoc, doc, body)
    }
}
