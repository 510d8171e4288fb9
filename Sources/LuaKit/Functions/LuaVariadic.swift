/// All remaining arguments; the last parameter of a function that takes any number.
public struct LuaVariadic<Element: LuaReadable>: LuaReadable {
    /// Holds the arguments from the parameter's position on, in order.
    public var values: [Element]

    /// Names the type of one argument, as LuaCATS writes it behind `...`.
    public static var luaType: String { Element.luaType }
    /// Is true, because there may be no arguments left.
    public static var isOptional: Bool { true }
    /// Is true: it takes every argument that is left, so it must be the last parameter.
    public static var isVariadic: Bool { true }

    /// Reads the arguments from `index` to the top of the stack.
    ///
    /// - Throws: `LuaMismatch` for the first one that is no `Element`.
    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> LuaVariadic {
        var values: [Element] = []
        for position in stride(from: index, through: lua.top, by: 1) {
            values.append(try Element.read(lua, at: position))
        }
        return LuaVariadic(values: values)
    }
}
