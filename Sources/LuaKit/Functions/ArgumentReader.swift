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
