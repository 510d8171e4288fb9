import LuaKit
import Schema

/// A model as scripts receive it.
struct ModelValue: LuaPushable {
    static var luaType: String { "table" }
    private let model: any Model

    init(_ model: any Model) { self.model = model }

    func push(to lua: LuaContext) {
        lua.pushTree(model.value, lua.shape(of: type(of: model)))
    }
}
