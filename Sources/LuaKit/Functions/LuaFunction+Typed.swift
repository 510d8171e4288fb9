extension LuaFunction {
    /// A function with typed parameters and a result.
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

    /// A function without a result.
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

    /// A function that also needs the stack it is called on, to call back into Lua or to build tables.
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

/// Reads one argument after the other, and says which one was wrong.
@usableFromInline
struct ArgumentReader {
    @usableFromInline let lua: LuaContext
    @usableFromInline var index: Int32 = 0

    @inlinable
    init(_ lua: LuaContext) {
        self.lua = lua
    }

    @inlinable @inline(__always)
    mutating func next<Argument: LuaReadable>(_ type: Argument.Type) throws -> Argument {
        index += 1
        return if let value = Argument.readPlain(lua, at: index) { value } else { try read(type) }
    }

    /// Kept apart so that what succeeds makes no room for an error.
    @usableFromInline @inline(never)
    func read<Argument: LuaReadable>(_ type: Argument.Type) throws -> Argument {
        do throws(LuaMismatch) {
            return try Argument.read(lua, at: index)
        } catch {
            throw BadArgument(index: index, mismatch: error)
        }
    }
}

/// An argument error before it knows the names; kept apart so that a call that succeeds never touches them.
struct BadArgument: Error {
    let index: Int32
    var mismatch: LuaMismatch
}
