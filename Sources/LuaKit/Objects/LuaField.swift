/// A property of an object, computed at each access. Scripts can read it, and set it where it has a setter.
public struct LuaField {
    /// Names the field, as scripts write it.
    public let name: String
    /// Names the type as LuaCATS writes it, such as `integer`.
    public let type: String
    /// Says what the field holds, in Markdown; the first sentence stands alone.
    public let doc: String
    let getter: LuaFunction
    let setter: LuaFunction?

    /// Makes a field that scripts can read; setting it raises. `get` runs on Lua's thread; what it throws is raised in the
    /// script.
    public init<Object: LuaObject, Value: LuaResult>(
        _ name: String, of: Object.Type, doc: String, _ get: @escaping (Object) throws -> Value
    ) {
        self.init(name, Value.luaType, doc, Self.getter(name, doc, get), nil)
    }

    /// Makes a field that scripts can set as well. A value that does not read as `Value` is refused with the field's name
    /// before `set` is called.
    public init<Object: LuaObject, Value: LuaReadable & LuaPushable>(
        _ name: String, of: Object.Type, doc: String, get: @escaping (Object) throws -> Value,
        set: @escaping (Object, Value) throws -> Void
    ) {
        let setter = LuaFunction(
            "\(Object.luaType).\(name)", LuaParameter("self", Object.self), LuaParameter(name, Value.self), doc: doc,
            body: set)
        self.init(name, Value.luaType as String, doc, Self.getter(name, doc, get), setter)
    }

    private init(_ name: String, _ type: String, _ doc: String, _ getter: LuaFunction, _ setter: LuaFunction?) {
        (self.name, self.type, self.doc, self.getter, self.setter) = (name, type, doc, getter, setter)
    }

    private static func getter<Object: LuaObject, Value: LuaResult>(
        _ name: String, _ doc: String, _ get: @escaping (Object) throws -> Value
    ) -> LuaFunction {
        LuaFunction("\(Object.luaType).\(name)", LuaParameter("self", Object.self), doc: doc, body: get)
    }
}
