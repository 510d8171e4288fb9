extension LuaFunction {
    /// Makes a function with typed parameters and a result. What `body` throws is raised in the script.
    @inlinable
    public init<each Argument: LuaReadable, Result: LuaResult>(
        _ name: String, _ parameters: repeat LuaParameter<each Argument>, returns resultDoc: String = "",
        doc: String, body: @escaping (repeat each Argument) throws -> Result
    ) {
        self.init(name, Self.list(repeat each parameters), Result.luaType, resultDoc, doc) { lua in
            var arguments = ArgumentReader(lua)
            return try body(repeat arguments.next((each Argument).self)).pushResults(to: lua)
        }
    }

    /// Makes a function with typed parameters and no result.
    @inlinable
    public init<each Argument: LuaReadable>(
        _ name: String, _ parameters: repeat LuaParameter<each Argument>, doc: String,
        body: @escaping (repeat each Argument) throws -> Void
    ) {
        self.init(name, Self.list(repeat each parameters), "", "", doc) { lua in
            var arguments = ArgumentReader(lua)
            try body(repeat arguments.next((each Argument).self))
            return 0
        }
    }

    /// Makes a function whose body also gets the stack it is called on, to call back into Lua or to build tables.
    @inlinable
    public init<each Argument: LuaReadable, Result: LuaResult>(
        _ name: String, _ parameters: repeat LuaParameter<each Argument>, returns resultDoc: String = "",
        doc: String, withContext body: @escaping (LuaContext, repeat each Argument) throws -> Result
    ) {
        self.init(name, Self.list(repeat each parameters), Result.luaType, resultDoc, doc) { lua in
            var arguments = ArgumentReader(lua)
            return try body(lua, repeat arguments.next((each Argument).self)).pushResults(to: lua)
        }
    }

    @inlinable
    static func list<each Argument: LuaReadable>(_ parameters: repeat LuaParameter<each Argument>) -> [Parameter] {
        var list: [Parameter] = []
        for parameter in repeat each parameters { list.append(parameter.description) }
        return list
    }
}
