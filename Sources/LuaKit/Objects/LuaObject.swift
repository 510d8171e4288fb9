import CLua

/// A Swift object that scripts hold and call methods of. Conform final classes: a userdata is recognised by its exact
/// class. Pushing retains the object until Lua has collected the userdata.
public protocol LuaObject: AnyObject, LuaReadable, LuaPushable {
    /// What the kind of object is called in messages, `tostring` and stubs, such as `cph.Task`.
    static var luaType: String { get }
    static var luaClass: LuaClass { get }
}

/// What scripts can do with a kind of object. Help, completion and editor stubs read the same description.
public struct LuaClass {
    public var doc: String
    public var fields: [LuaField]
    /// Functions whose first parameter is the object.
    public var methods: [LuaFunction]
    /// Such as `__pairs`, `__len` or `__close`, by their names; each gets the object first.
    public var metamethods: [LuaFunction]

    public init(
        doc: String, fields: [LuaField] = [], methods: [LuaFunction] = [], metamethods: [LuaFunction] = []
    ) {
        self.doc = doc
        self.fields = fields
        self.methods = methods
        self.metamethods = metamethods
    }
}

/// A property of an object that scripts can read, computed at each access.
public struct LuaField {
    public let name: String
    /// LuaCATS type.
    public let type: String
    public let doc: String
    let getter: LuaFunction

    public init<Object: LuaObject, Value: LuaResult>(
        _ name: String, of: Object.Type, doc: String, _ get: @escaping (Object) throws -> Value
    ) {
        self.name = name
        self.doc = doc
        type = Value.luaType
        getter = LuaFunction(name, LuaParameter("self", Object.self), doc: doc, body: get)
    }
}

extension LuaObject {
    static var tag: UnsafeRawPointer { unsafeBitCast(ObjectIdentifier(Self.self), to: UnsafeRawPointer.self) }

    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Self {
        guard let object = clua_box_object(lua.stack, index, tag) else {
            throw lua.mismatch(at: index, expected: luaType)
        }
        return Unmanaged<Self>.fromOpaque(object).takeUnretainedValue()
    }

    public func push(to lua: LuaContext) {
        clua_pushbox(lua.stack, Self.tag, Unmanaged.passRetained(self).toOpaque(), releaseObject)
        lua.state.pushMetatable(named: "class \(Self.tag)", on: lua) { Self.luaClass.fill($0, for: Self.self) }
        lua_setmetatable(lua.stack, -2)
    }
}

extension LuaClass {
    /// Completes the metatable on top.
    func fill<Object: LuaObject>(_ lua: LuaContext, for type: Object.Type) {
        clua_add_finalizer(lua.stack)
        lua.push(Object.luaType)
        lua.rawSet("__name", at: -2)
        lua.push(false)  // what getmetatable shows, and setmetatable refuses to replace
        lua.rawSet("__metatable", at: -2)
        identity(of: type).push(to: lua)
        lua.rawSet("__eq", at: -2)
        pushIndex(to: lua)
        lua.rawSet("__index", at: -2)
        for metamethod in metamethods {
            metamethod.push(to: lua)
            lua.rawSet(metamethod.name, at: -2)
        }
    }

    /// Plain methods are looked up by Lua itself; fields take a C function that calls the getter.
    private func pushIndex(to lua: LuaContext) {
        lua.createTable(fieldCount: methods.count)
        for method in methods {
            method.push(to: lua)
            lua.rawSet(method.name, at: -2)
        }
        guard !fields.isEmpty else { return }
        lua.createTable(fieldCount: fields.count)
        for field in fields {
            field.getter.push(to: lua)
            lua.rawSet(field.name, at: -2)
        }
        clua_pushindexer(lua.stack)
    }

    /// One object may be in several userdata.
    private func identity<Object: LuaObject>(of type: Object.Type) -> LuaFunction {
        LuaFunction("__eq", LuaParameter("a", type), LuaParameter("b", type), doc: "") { $0 === $1 }
    }
}
