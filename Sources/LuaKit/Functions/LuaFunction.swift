/// A Swift function for Lua, with all that a reader needs to know: registration, help, completion and editor stubs
/// come from this value.
public struct LuaFunction {
    /// Names the function, as scripts and messages call it.
    public let name: String
    /// Lists the parameters in order; the last one may be variadic.
    public let parameters: [Parameter]
    /// Names the LuaCATS types of the results, such as `string` or `integer, string`; empty for none.
    public let results: String
    /// Says what the results are; may be empty.
    public let resultDoc: String
    /// Says what the function does, in Markdown; the first sentence stands alone.
    public let doc: String

    /// Describes one parameter for help, completion and stubs.
    public struct Parameter: Hashable, Sendable {
        /// Names it; a message about a bad argument shows this.
        public var name: String
        /// Names the type as LuaCATS writes it, such as `integer`.
        public var type: String
        /// Whether it may be nil or missing.
        public var isOptional: Bool
        /// Whether it stands for all arguments from its position on.
        public var isVariadic: Bool
        /// Says what it is for; may be empty.
        public var doc: String

        /// Describes a parameter. Only a raw function needs this; others make it from a `LuaParameter`.
        public init(
            name: String, type: String, isOptional: Bool = false, isVariadic: Bool = false, doc: String = ""
        ) {
            (self.name, self.type, self.doc) = (name, type, doc)
            (self.isOptional, self.isVariadic) = (isOptional, isVariadic)
        }
    }

    let body: (LuaContext) throws -> Int32

    /// Makes a function that works on the stack itself: its arguments start at index 1, and it returns how many results
    /// it left on top. Nobody checks the arguments but `body`.
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

extension LuaFunction {
    /// Tells whether the name has a colon, as in `cph.Task:join`: then the first parameter is the object in front of
    /// it.
    private var isMethod: Bool { name.utf8.contains(UInt8(ascii: ":")) }
}

extension LuaFunction: LuaPushable {
    /// Names the type that stubs and help give to a field or result that is a function.
    public static var luaType: String { "function" }

    /// Pushes a new Lua function that calls the body. Two pushes make two functions, which `==` tells apart.
    public func push(to lua: LuaContext) {
        lua.pushFunction(body, describedBy: self)
    }

    /// Names the function and the parameter in an argument error, which the reader of arguments only numbers.
    func completing(_ error: BadArgument) -> LuaError {
        let index = Int(error.index)
        return .argument(
            LuaArgumentError(
                function: name, index: isMethod ? index - 1 : index,
                parameter: parameters.indices.contains(index - 1) ? parameters[index - 1].name : "?",
                mismatch: error.mismatch))
    }
}
