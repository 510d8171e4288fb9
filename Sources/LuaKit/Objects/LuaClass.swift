import CLua
import Text

/// Says what scripts can do with a class of objects. Help, completion and editor stubs read the same description.
public struct LuaClass {
    /// Says what such an object is, in Markdown; the first sentence stands alone.
    public var doc: String
    /// Lists the properties, in the order in which help shows them.
    public var fields: [LuaField]
    /// Lists the methods: functions whose first parameter is the object, called with a colon.
    public var methods: [LuaFunction]
    /// Lists metamethods such as `__pairs`, `__len` or `__close`, by their names; each gets the object first. They replace
    /// what every object has: `__eq` (the same object), and `__index` and `__newindex`, which refuse unknown names.
    public var metamethods: [LuaFunction]

    /// Describes a class. Names of fields and methods must differ; a method hides a field of its name.
    public init(
        doc: String, fields: [LuaField] = [], methods: [LuaFunction] = [], metamethods: [LuaFunction] = []
    ) {
        self.doc = doc
        self.fields = fields
        self.methods = methods
        self.metamethods = metamethods
    }
}

extension LuaClass {
    /// Completes the metatable on top.
    func fill<Object: LuaObject>(_ lua: LuaContext, for type: Object.Type) {
        clua_add_finalizer(lua.stack)
        lua.push(Object.luaType)
        lua.rawSet("__name", at: -2)
        pushIndex(to: lua, Object.luaType)
        lua.rawSet("__index", at: -2)
        for metamethod in [identity(of: type), newIndex(of: type)] + metamethods {
            metamethod.push(to: lua)
            lua.rawSet(metamethod.name, at: -2)
        }
    }

    /// Pushes the `__index` of the class: a table of methods where there are no fields, otherwise a C function that
    /// calls a field's getter.
    private func pushIndex(to lua: LuaContext, _ type: String) {
        push(methods.map { ($0.name, $0.named("\(type):\($0.name)")) }, to: lua)
        guard !fields.isEmpty else { return refuseOthers(of: type, on: lua) }
        push(fields.map { ($0.name, $0.getter) }, to: lua)
        refuseOthers(of: type, on: lua)
        clua_pushindexer(lua.stack)
    }

    private func push(_ functions: [(name: String, function: LuaFunction)], to lua: LuaContext) {
        lua.createTable(fieldCount: functions.count)
        for (name, function) in functions {
            function.push(to: lua)
            lua.rawSet(name, at: -2)
        }
    }

    /// Lets the table on top raise for names that it does not have.
    private func refuseOthers(of type: String, on lua: LuaContext) {
        lua.createTable(fieldCount: 1)
        lua.pushFunction { lua in throw unknown(lua, type) }
        lua.rawSet("__index", at: -2)
        lua.setMetatable(at: -2)
    }

    /// Makes the error for the name at index 2, which the class does not have.
    private func unknown(_ lua: LuaContext, _ type: String) -> LuaError {
        guard let name = lua.string(at: 2) else {
            return LuaError.runtime("\(type) has names for its fields, not a \(lua.describe(at: 2))")
        }
        let near = suggestion(for: name, among: (fields.map(\.name) + methods.map(\.name)).sorted())
        return LuaError.runtime(
            "\(type) has no field '\(name)'" + (near.map { " (did you mean '\($0)'?)" } ?? ""))
    }

    /// Makes `__eq`, which compares the objects: one object may be in several userdata.
    private func identity<Object: LuaObject>(of type: Object.Type) -> LuaFunction {
        LuaFunction(raw: "__eq", doc: "") { lua in
            let first = clua_box_object(lua.stack, 1, Object.tag)
            lua.push(first != nil && first == clua_box_object(lua.stack, 2, Object.tag))
            return 1
        }
    }

    private func newIndex<Object: LuaObject>(of type: Object.Type) -> LuaFunction {
        LuaFunction(raw: "__newindex", doc: "") { lua in
            let name = lua.string(at: 2)
            guard let field = fields.first(where: { $0.name == name }) else {
                let isMethod = methods.contains { $0.name == name }
                throw isMethod ? Self.readOnly(name, Object.luaType) : unknown(lua, Object.luaType)
            }
            guard let setter = field.setter else { throw Self.readOnly(name, Object.luaType) }
            lua.remove(at: 2)
            do { return try setter.body(lua) } catch var bad as BadArgument {
                bad.mismatch.path.steps.insert(.field(setter.name), at: 0)
                throw LuaError.conversion(bad.mismatch)
            }
        }
    }

    private static func readOnly(_ name: String?, _ type: String) -> LuaError {
        LuaError.runtime("'\(name ?? "")' of a \(type) cannot be set")
    }
}
