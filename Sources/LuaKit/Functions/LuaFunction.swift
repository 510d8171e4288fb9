/// A Swift function for Lua, with all that a reader needs to know: registration, help, completion and editor stubs
/// come from this value.
public struct LuaFunction {
    public let name: String
    public let parameters: [Parameter]
    /// LuaCATS types of the results, such as `string` or `integer, string`; empty for none.
    public let results: String
    /// What the results are; may be empty.
    public let resultDoc: String
    /// What the function does, in Markdown; the first sentence stands alone.
    public let doc: String

    public struct Parameter: Hashable, Sendable {
        public var name: String
        /// LuaCATS type, such as `integer`.
        public var type: String
        public var isOptional: Bool
        public var isVariadic: Bool
        public var doc: String

        public init(
            name: String, type: String, isOptional: Bool = false, isVariadic: Bool = false, doc: String = ""
        ) {
            (self.name, self.type, self.doc) = (name, type, doc)
            (self.isOptional, self.isVariadic) = (isOptional, isVariadic)
        }
    }

    let body: (LuaContext) throws -> Int32

    /// A function that works on the stack itself: its arguments start at index 1, and it returns how many results it
    /// left on top.
    public init(
        raw name: String, parameters: [Parameter] = [], results: String = "", resultDoc: String = "", doc: String,
        body: @escaping (LuaContext) throws -> Int32
    ) {
        self.init(name, parameters, results, resultDoc, doc, body)
    }

    @usableFromInline
    init(
        _ name: String, _ parameters: [Parameter], _ results: String, _ resultDoc: String, _ doc: String,
        _ body: @escaping (LuaContext) throws -> Int32
    ) {
        self.name = name
        self.parameters = parameters
        self.results = results
        self.resultDoc = resultDoc
        self.doc = doc
        self.body = body
    }
}

/// A typed parameter of a Lua function.
public struct LuaParameter<Value: LuaReadable> {
    public let name: String
    public let doc: String

    public init(_ name: String, _ type: Value.Type = Value.self, _ doc: String = "") {
        self.name = name
        self.doc = doc
    }

    @usableFromInline var description: LuaFunction.Parameter {
        LuaFunction.Parameter(
            name: name, type: Value.luaType, isOptional: Value.isOptional, isVariadic: Value.isVariadic, doc: doc)
    }
}

extension LuaFunction {
    /// Named as it is called, `cph.Task:join`: its first parameter stands before the colon.
    private var isMethod: Bool { name.utf8.contains(UInt8(ascii: ":")) }
}

extension LuaFunction: LuaPushable {
    public static var luaType: String { "function" }

    public func push(to lua: LuaContext) {
        lua.pushFunction(body, describedBy: self)
    }

    /// Names the function and the parameter in an argument error, which the reader of arguments only numbers.
    func completing(_ error: BadArgument) -> LuaError {
        let index = Int(error.index)
        return .argument(
            LuaArgumentError(
                function: name, index: isMethod ? index - 1 : index, parameter: parameters[index - 1].name,
                mismatch: error.mismatch))
    }
}
