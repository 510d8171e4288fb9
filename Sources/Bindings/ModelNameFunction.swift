import CPHModel
import LuaKit

/// `cph.model_name`: which model a table belongs to. A script can't ask the metatable, which is closed to it.
var modelNameFunction: LuaFunction {
    LuaFunction(
        raw: "model_name",
        parameters: [.init(name: "value", type: "any")],
        results: "string?", resultDoc: "such as `Server`; nil for everything that belongs to no model",
        doc: "Names the model that a value belongs to, which `cph.models` has under that name."
    ) { lua in
        let type = lua.type(at: 1) == .table ? lua.describe(at: 1) : ""
        guard let model = Models.all.first(where: { $0.luaType == type }) else {
            lua.pushNil()
            return 1
        }
        lua.push(model.name)
        return 1
    }
}
