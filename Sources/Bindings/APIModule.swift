import CPHModel
import LuaKit
import Schema

/// `cph.api`: the service, one to one.
func apiModule(_ api: any CloudPhoneAPI, _ shapes: Shapes, _ purchases: PurchaseCount) -> LuaModule {
    LuaModule(
        "api", doc: "The service's operations under their own names: one request in, one response out.",
        functions: Operations.all.map { function(for: $0, api, shapes, purchases) })
}

private func function<Op: APIOperation>(
    for operation: Op, _ api: any CloudPhoneAPI, _ shapes: Shapes, _ purchases: PurchaseCount
) -> LuaFunction {
    let request = LazyShape(Op.Request.self, shapes)
    return LuaFunction(
        rawAsync: operation.name,
        parameters: [.init(name: "body", type: Op.Request.luaType)],
        results: Op.Response.luaType, doc: "\(operation.doc). \(operation.method.rawValue) \(operation.path)"
    ) { lua in
        let body = lua.tree(at: 1, request.shape)
        if operation.effect != .read { purchases.add(lua.state) }
        return { ModelValue(try await api.perform(operation, value: body)) }
    }
}
