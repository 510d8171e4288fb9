/// A Swift type that a Lua value can be read as: a parameter of a function, a result of a call.
public protocol LuaReadable {
    /// The type as LuaCATS writes it, such as `integer` or `string[]`. Stubs, help and messages use it.
    static var luaType: String { get }

    /// True when nil, or no argument at all, is fine.
    static var isOptional: Bool { get }

    /// True when it takes all arguments from its position on.
    static var isVariadic: Bool { get }

    /// Reads the value at `index` and leaves the stack as it was.
    ///
    /// - Throws: `LuaMismatch`, which says what was wanted and what was there.
    static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Self
}

extension LuaReadable {
    /// Is false unless a type says otherwise: a missing argument is an error.
    @inlinable public static var isOptional: Bool { false }
    /// Is false unless a type says otherwise: a parameter takes one argument.
    @inlinable public static var isVariadic: Bool { false }
}
