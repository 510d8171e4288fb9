public import CPHModel
public import LuaKit
import Schema
import Text

/// The part of `cph` that is written in Swift. The rest is Lua, in `stdlib`.
public struct CPHModule: LuaPushable {
    /// Is `table`: the class of `cph` is written in the annotations themselves.
    public static var luaType: String { "table" }
    let api: any CloudPhoneAPI
    private let control: any PurchaseControl
    let state: LuaState
    let version: String
    let begun = BegunCalls()
    let console: ScriptConsole
    private let prompt: ScriptPrompt

    /// - Parameters:
    ///   - api: What answers calls; bindings never open a connection themselves.
    ///   - control: Gate and ledger; without one everything is approved and nothing was recorded.
    ///   - prompt: What `cph.repl()` opens.
    ///   - console: Where a script's messages go.
    public init(
        _ api: any CloudPhoneAPI, control: (any PurchaseControl)? = nil, prompt: ScriptPrompt = ScriptPrompt(),
        console: ScriptConsole = ScriptConsole(), version: String, state: LuaState
    ) {
        (self.api, self.prompt, self.console, self.version, self.state) = (api, prompt, console, version, state)
        self.control = control ?? NoPurchaseControl()
    }

    /// The functions with their descriptions, for help and completion.
    public var library: LuaModule {
        var library = eager
        library.modules.insert(APIModule(api: api, begun: begun).library, at: 0)
        return library
    }

    /// The members that exist from the start.
    private var eager: LuaModule {
        LuaModule(
            "cph", doc: "Huawei Cloud Phone Host.",
            functions: errorFunctions() + LuaModule.taskFunctions.map(renamed)
                + [
                    ModelsModule().validateFunction(CreateServer.self), suggestFunction, visibleFunction,
                    modelNameFunction, moneyFunction, prompt.function, operationFunction(),
                    requestFunction,
                ],
            modules: [
                jsonModule(), gateModule(control, begun), ledgerModule(control), clockModule(),
                consoleModule(console), changesModule(api, control, begun),
            ])
    }

    /// Pushes the table `cph`. Members that few scripts use are made when they are first asked for.
    public func push(to lua: LuaContext) {
        eager.push(to: lua)
        APIModule(api: api, begun: begun).push(to: lua)
        lua.rawSet("api", at: -2)
        ModelsModule().push(to: lua)
        lua.rawSet("models", at: -2)
        lua.push(version)
        lua.rawSet("version", at: -2)
        lua.rawGet("json", at: -1)
        lua.pushNull()
        lua.rawSet("null", at: -2)
        lua.pop()
    }

    /// Makes `cph.request`, which calls any service without a model.
    private var requestFunction: LuaFunction {
        let (api, begun) = (api, begun)
        return LuaFunction(
            rawAsync: "request",
            parameters: [.init(name: "request", type: RawRequest.luaType)], results: RawAnswer.luaType,
            doc: """
                Sends a signed call to any service of the cloud, for what `cph.api` does not have. Everything but a GET \
                is a change, which a person agrees to or `--allow-request N` allows. What may buy servers is refused: POSTs to \
                Cloud Phone that `cph.api` does not have.
                """
        ) { lua in
            try lua.requireTable(at: 1)
            let value = try lua.tree(at: 1, lua.shape(of: RawRequest.self))
            let request = try RawRequest.checked(value, for: "request")
            if request.method != .get { begun.add(lua.state) }
            return { ModelValue(try await api.perform(request)) }
        }
    }

    private var suggestFunction: LuaFunction {
        LuaFunction(
            "suggest", .init("word", String.self), .init("candidates", [String].self),
            returns: "nil when none is near", doc: "Finds the candidate that `word` was probably meant to be."
        ) { word, candidates in suggestion(for: word, among: candidates.sorted()) }
    }

    /// Renames a task's function for operators, who know tasks as jobs.
    private func renamed(_ function: LuaFunction) -> LuaFunction {
        function.name == "spawn" ? function.named("job") : function
    }
}
