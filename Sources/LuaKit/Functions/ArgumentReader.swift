/// Reads one argument after the other, and says which one was wrong.
@usableFromInline
struct ArgumentReader {
    @usableFromInline let lua: LuaContext
    @usableFromInline var index: Int32 = 0

    @inlinable
    init(_ lua: LuaContext) {
        self.lua = lua
    }

    @inlinable
    mutating func next<Argument: LuaReadable>(_ type: Argument.Type) throws -> Argument {
        index += 1
        do throws(LuaMismatch) {
            return try Argument.read(lua, at: index)
        } catch {
            throw BadArgument(index: index, mismatch: error)
        }
    }
}

extension LuaContext {
    /// Reads an argument of a function that works on the stack itself.
    ///
    /// - Throws: An error that becomes that of a wrong argument, with the names of the function and the parameter.
    public func argument<Value: LuaReadable>(_ type: Value.Type = Value.self, at index: Int32) throws -> Value {
        do throws(LuaMismatch) {
            return try Value.read(self, at: index)
        } catch {
            throw error.ofArgument(at: index)
        }
    }

    /// Refuses an argument that is no table, nor nil where it may be absent.
    public func requireTable(at index: Int32, isOptional: Bool = false) throws {
        if type(at: index) == .table || (isOptional && isNilOrNone(at: index)) { return }
        throw mismatch(at: index, expected: "table").ofArgument(at: index)
    }
}

extension LuaMismatch {
    /// The error for a function of the host to throw where this is what is wrong with its argument at `index`.
    public func ofArgument(at index: Int32) -> any Error { BadArgument(index: index, mismatch: self) }
}

/// An argument error before it knows the names; kept apart so that a call that succeeds never touches them.
@usableFromInline
struct BadArgument: Error {
    let index: Int32
    var mismatch: LuaMismatch

    @usableFromInline
    init(index: Int32, mismatch: LuaMismatch) {
        (self.index, self.mismatch) = (index, mismatch)
    }
}
