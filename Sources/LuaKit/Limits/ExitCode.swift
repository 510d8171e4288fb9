/// Reads the argument of `os.exit` as Lua's own does: text that is a number counts as one. A wrong code is an error, so
/// that it does not read as success.
struct ExitCode: LuaReadable {
    let number: Int

    static var luaType: String { "boolean|integer" }

    static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> ExitCode {
        let number =
            lua.boolean(at: index).map { $0 ? 0 : 1 } ?? lua.integer(at: index)
            ?? lua.string(at: index).flatMap { Int($0) }
        guard let number else { throw lua.mismatch(at: index, expected: luaType) }
        return ExitCode(number: number)
    }
}
