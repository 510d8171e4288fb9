public import CPHModel
public import LuaKit
import Schema

/// The part of `cph` that is written in Swift. The rest is Lua, in `stdlib`.
public struct CPHModule: LuaPushable {
    public static var luaType: String { "table" }
    let api: any CloudPhoneAPI
    private let desk: any PurchaseDesk
    let state: LuaState
    let version: String
    let purchases = PurchaseCount()
    let console: ScriptConsole
    /// Which code is a library's.
    public let libraryCode = LibraryCode()
    private let prompt: ScriptPrompt

    /// - Parameters:
    ///   - api: What answers calls; bindings never open a connection themselves.
    ///   - desk: Gate and ledger; without one everything is approved and nothing was recorded.
    ///   - prompt: What `cph.repl()` opens.
    ///   - console: Where a script's messages go.
    public init(
        _ api: any CloudPhoneAPI, desk: (any PurchaseDesk)? = nil, prompt: ScriptPrompt = ScriptPrompt(),
        console: ScriptConsole = ScriptConsole(), version: String, state: LuaState
    ) {
        (self.api, self.prompt, self.console, self.version, self.state) = (api, prompt, console, version, state)
        self.desk = desk ?? OpenDesk()
    }

    /// The functions with their descriptions, for help and completion.
    public var library: LuaModule {
        let shapes = Shapes(state)
        var library = eager(shapes)
        library.modules.insert(APIModule(api: api, shapes: shapes, purchases: purchases).library, at: 0)
        return library
    }

    /// What is there from the start.
    private func eager(_ shapes: Shapes) -> LuaModule {
        LuaModule(
            "cph", doc: "Huawei Cloud Phone Host.",
            functions: errorFunctions() + LuaModule.taskFunctions.map(renamed)
                + [
                    validateFunction(ModelsModule(shapes: shapes), shapes), suggestFunction, visibleFunction,
                    prompt.function, operationFunction(), requestFunction(shapes),
                ],
            modules: [
                jsonModule(), gateModule(desk, shapes, libraryCode, purchases), ledgerModule(desk), clockModule(),
                consoleModule(console),
            ])
    }

    public func push(to lua: LuaContext) {
        let shapes = Shapes(state)
        eager(shapes).push(to: lua)
        APIModule(api: api, shapes: shapes, purchases: purchases).push(to: lua)
        lua.rawSet("api", at: -2)
        ModelsModule(shapes: shapes).push(to: lua)
        lua.rawSet("models", at: -2)
        lua.push(version)
        lua.rawSet("version", at: -2)
        lua.rawGet("json", at: -1)
        lua.pushNull()
        lua.rawSet("null", at: -2)
        lua.pop()
    }

    func pushModels(to lua: LuaContext) { ModelsModule(shapes: Shapes(state)).push(to: lua) }

    private func validateFunction(_ models: ModelsModule, _ shapes: Shapes) -> LuaFunction {
        models.validateFunction(CreateServer.self)
    }

    /// Any service, without a model.
    private func requestFunction(_ shapes: Shapes) -> LuaFunction {
        let (api, purchases, shape) = (api, purchases, LazyShape(RawRequest.self, shapes))
        return LuaFunction(
            rawAsync: "request",
            parameters: [.init(name: "request", type: RawRequest.luaType)], results: RawAnswer.luaType,
            doc: """
                Sends a signed call to any service of the cloud, for what `cph.api` does not have. Everything but a GET \
                is a change and passes the money gate.
                """
        ) { lua in
            let value = lua.tree(at: 1, shape.shape)
            let (request, problems) = RawRequest.examine(value)
            guard !problems.contains(where: { $0.severity == .error }) else {
                throw CPHError(problems, model: RawRequest.name, operation: "request")
            }
            if request.method != .get { purchases.add(lua.state) }
            return { ModelValue(try await api.perform(request)) }
        }
    }

    private var suggestFunction: LuaFunction {
        LuaFunction(
            "suggest", .init("word", String.self), .init("candidates", [String].self),
            returns: "nil when none is near", doc: "The candidate that `word` was probably meant to be."
        ) { word, candidates in suggestion(for: word, among: candidates.sorted()) }
    }

    /// A task is a job to operators.
    private func renamed(_ function: LuaFunction) -> LuaFunction {
        function.name == "spawn" ? function.named("job") : function
    }
}
