/// A property of an object, computed at each access. Scripts can read it, and set it where it has a setter.
public struct LuaField {
    public let name: String
    /// LuaCATS type.
    public let type: String
    public let doc: String
    let getter: LuaFunction
    let setter: LuaFunction?

    public init<Object: LuaObject, Value: LuaResult>(
        _ name: String, of: Object.Type, doc: String, _ get: @escaping (Object) throws -> Value
    ) {
        self.init(name, Value.luaType, doc, Self.getter(name, doc, get), nil)
    }

    /// A field that scripts can set as well: to a value that reads as what the getter returns.
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
