// The same as in LuaFunction+Typed.swift for up to three parameters, which is most functions. The compiler prefers these:
// it makes plain calls of them, where reading a parameter pack goes through witness tables and memory.
extension LuaFunction {
    // MARK: With a result

    /// Makes a function with no parameters and a result. What `body` throws is raised in the script.
    @inlinable
    public init<Result: LuaResult>(
        _ name: String, returns resultDoc: String = "", doc: String, body: @escaping () throws -> Result
    ) {
        self.init(name, [], Result.luaType, resultDoc, doc) { lua in try body().pushResults(to: lua) }
    }

    /// Makes a function with one parameter and a result. What `body` throws is raised in the script.
    @inlinable
    public init<First: LuaReadable, Result: LuaResult>(
        _ name: String, _ first: LuaParameter<First>, returns resultDoc: String = "",
        doc: String, body: @escaping (First) throws -> Result
    ) {
        self.init(name, [first.description], Result.luaType, resultDoc, doc) { lua in
            var arguments = ArgumentReader(lua)
            return try body(arguments.next(First.self)).pushResults(to: lua)
        }
    }

    /// Makes a function with two parameters and a result. What `body` throws is raised in the script.
    @inlinable
    public init<First: LuaReadable, Second: LuaReadable, Result: LuaResult>(
        _ name: String, _ first: LuaParameter<First>, _ second: LuaParameter<Second>, returns resultDoc: String = "",
        doc: String, body: @escaping (First, Second) throws -> Result
    ) {
        self.init(name, [first.description, second.description], Result.luaType, resultDoc, doc) { lua in
            var arguments = ArgumentReader(lua)
            return try body(arguments.next(First.self), arguments.next(Second.self)).pushResults(to: lua)
        }
    }

    /// Makes a function with three parameters and a result. What `body` throws is raised in the script.
    @inlinable
    public init<First: LuaReadable, Second: LuaReadable, Third: LuaReadable, Result: LuaResult>(
        _ name: String, _ first: LuaParameter<First>, _ second: LuaParameter<Second>, _ third: LuaParameter<Third>,
        returns resultDoc: String = "",
        doc: String, body: @escaping (First, Second, Third) throws -> Result
    ) {
        self.init(name, [first.description, second.description, third.description], Result.luaType, resultDoc, doc) {
            lua in
            var arguments = ArgumentReader(lua)
            return try body(arguments.next(First.self), arguments.next(Second.self), arguments.next(Third.self))
                .pushResults(to: lua)
        }
    }

    // MARK: Without a result

    /// Makes a function with no parameters and no result. What `body` throws is raised in the script.
    @inlinable
    public init(_ name: String, doc: String, body: @escaping () throws -> Void) {
        self.init(name, [], "", "", doc) { _ in
            try body()
            return 0
        }
    }

    /// Makes a function with one parameter and no result. What `body` throws is raised in the script.
    @inlinable
    public init<First: LuaReadable>(
        _ name: String, _ first: LuaParameter<First>,
        doc: String, body: @escaping (First) throws -> Void
    ) {
        self.init(name, [first.description], "", "", doc) { lua in
            var arguments = ArgumentReader(lua)
            try body(arguments.next(First.self))
            return 0
        }
    }

    /// Makes a function with two parameters and no result. What `body` throws is raised in the script.
    @inlinable
    public init<First: LuaReadable, Second: LuaReadable>(
        _ name: String, _ first: LuaParameter<First>, _ second: LuaParameter<Second>,
        doc: String, body: @escaping (First, Second) throws -> Void
    ) {
        self.init(name, [first.description, second.description], "", "", doc) { lua in
            var arguments = ArgumentReader(lua)
            try body(arguments.next(First.self), arguments.next(Second.self))
            return 0
        }
    }

    /// Makes a function with three parameters and no result. What `body` throws is raised in the script.
    @inlinable
    public init<First: LuaReadable, Second: LuaReadable, Third: LuaReadable>(
        _ name: String, _ first: LuaParameter<First>, _ second: LuaParameter<Second>, _ third: LuaParameter<Third>,
        doc: String, body: @escaping (First, Second, Third) throws -> Void
    ) {
        self.init(name, [first.description, second.description, third.description], "", "", doc) { lua in
            var arguments = ArgumentReader(lua)
            try body(arguments.next(First.self), arguments.next(Second.self), arguments.next(Third.self))
            return 0
        }
    }

    // MARK: With the stack

    /// Makes a function with no parameters and a result, whose body also gets the stack it is called on. What `body` throws is raised in the script.
    @inlinable
    public init<Result: LuaResult>(
        _ name: String, returns resultDoc: String = "", doc: String,
        withContext body: @escaping (LuaContext) throws -> Result
    ) {
        self.init(name, [], Result.luaType, resultDoc, doc) { lua in try body(lua).pushResults(to: lua) }
    }

    /// Makes a function with one parameter and a result, whose body also gets the stack it is called on. What `body` throws is raised in the script.
    @inlinable
    public init<First: LuaReadable, Result: LuaResult>(
        _ name: String, _ first: LuaParameter<First>, returns resultDoc: String = "",
        doc: String, withContext body: @escaping (LuaContext, First) throws -> Result
    ) {
        self.init(name, [first.description], Result.luaType, resultDoc, doc) { lua in
            var arguments = ArgumentReader(lua)
            return try body(lua, arguments.next(First.self)).pushResults(to: lua)
        }
    }

    /// Makes a function with two parameters and a result, whose body also gets the stack it is called on. What `body` throws is raised in the script.
    @inlinable
    public init<First: LuaReadable, Second: LuaReadable, Result: LuaResult>(
        _ name: String, _ first: LuaParameter<First>, _ second: LuaParameter<Second>, returns resultDoc: String = "",
        doc: String, withContext body: @escaping (LuaContext, First, Second) throws -> Result
    ) {
        self.init(name, [first.description, second.description], Result.luaType, resultDoc, doc) { lua in
            var arguments = ArgumentReader(lua)
            return try body(lua, arguments.next(First.self), arguments.next(Second.self)).pushResults(to: lua)
        }
    }

    /// Makes a function with three parameters and a result, whose body also gets the stack it is called on. What `body` throws is raised in the script.
    @inlinable
    public init<First: LuaReadable, Second: LuaReadable, Third: LuaReadable, Result: LuaResult>(
        _ name: String, _ first: LuaParameter<First>, _ second: LuaParameter<Second>, _ third: LuaParameter<Third>,
        returns resultDoc: String = "",
        doc: String, withContext body: @escaping (LuaContext, First, Second, Third) throws -> Result
    ) {
        self.init(name, [first.description, second.description, third.description], Result.luaType, resultDoc, doc) {
            lua in
            var arguments = ArgumentReader(lua)
            return try body(lua, arguments.next(First.self), arguments.next(Second.self), arguments.next(Third.self))
                .pushResults(to: lua)
        }
    }
}
