public import CPHModel
public import LuaKit
import Schema

/// The part of `cph` that is written in Swift. The rest is Lua, in `stdlib`.
public struct CPHModule: LuaPushable {
    public static var luaType: String { "table" }
    private let api: any CloudPhoneAPI
    private let state: LuaState
    private let version: String

    /// - Parameter api: What answers calls; bindings never open a connection themselves.
    public init(_ api: any CloudPhoneAPI, version: String, state: LuaState) {
        (self.api, self.version, self.state) = (api, version, state)
    }

    /// The functions with their descriptions, for help and completion.
    public var library: LuaModule { library(Shapes(state)) }

    private func library(_ shapes: Shapes) -> LuaModule {
        LuaModule(
            "cph", doc: "Huawei Cloud Phone Host.",
            functions: errorFunctions() + LuaModule.taskFunctions.map(renamed)
                + [validateFunction(ModelsModule(shapes: shapes), shapes)],
            modules: [apiModule(api, shapes), jsonModule()])
    }

    public func push(to lua: LuaContext) {
        let shapes = Shapes(state)
        library(shapes).push(to: lua)
        ModelsModule(shapes: shapes).push(to: lua)
        lua.rawSet("models", at: -2)
        lua.push(version)
        lua.rawSet("version", at: -2)
        lua.rawGet("json", at: -1)
        lua.pushNull()
        lua.rawSet("null", at: -2)
        lua.pop()
    }

    private func validateFunction(_ models: ModelsModule, _ shapes: Shapes) -> LuaFunction {
        models.validateFunction(CreateServer.self)
    }

    /// A task is a job to operators.
    private func renamed(_ function: LuaFunction) -> LuaFunction {
        function.name == "spawn" ? function.named("job") : function
    }
}
