/// A typed parameter of a Lua function.
public struct LuaParameter<Value: LuaReadable> {
    /// Names it; a message about a bad argument shows this.
    public let name: String
    /// Says what it is for; may be empty.
    public let doc: String

    /// Names a parameter of the type `Value`, which decides what scripts may pass.
    public init(_ name: String, _ type: Value.Type = Value.self, _ doc: String = "") {
        self.name = name
        self.doc = doc
    }

    @usableFromInline var description: LuaFunction.Parameter {
        LuaFunction.Parameter(
            name: name, type: Value.luaType, isOptional: Value.isOptional, isVariadic: Value.isVariadic, doc: doc)
    }
}
