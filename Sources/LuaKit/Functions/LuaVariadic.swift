/// All remaining arguments; the last parameter of a function that takes any number.
public struct LuaVariadic<Element: LuaReadable>: LuaReadable {
    /// Holds the arguments from the parameter's position on, in order.
    public var values: [Element]

    public static var luaType: String { Element.luaType }
    public static var isOptional: Bool { true }
    public static var isVariadic: Bool { true }

    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> LuaVariadic {
        var values: [Element] = []
        for position in stride(from: index, through: lua.top, by: 1) {
            values.append(try Element.read(lua, at: position))
        }
        return LuaVariadic(values: values)
    }
}
