import CPHModel
import LuaKit
import Schema

/// `cph.gate`: the money gate, as far as a script may see it.
func gateModule(_ desk: any PurchaseDesk, _ shapes: Shapes) -> LuaModule {
    let shape = Shape.list(.model(shapes[CreateServer.self]))
    let parameters: [LuaFunction.Parameter] = [
        .init(name: "name", type: "string", doc: "the plan's name"),
        .init(name: "calls", type: "cph.CreateServer[]", doc: "in the plan's order"),
    ]
    return LuaModule(
        "gate", doc: "The money gate: who agrees to purchases.",
        functions: [
            LuaFunction(
                raw: "hash", parameters: parameters, results: "string", resultDoc: "64 hexadecimal digits",
                doc: "The hash that `--approve` takes: of exactly these calls in this order. Sends nothing."
            ) { lua in
                lua.push(try announcedPlan(lua, shape).hash)
                return 1
            },
            LuaFunction(
                rawAsync: "approve", parameters: parameters,
                doc: """
                    Has these calls approved as a whole, by a limit or a person, before any of them is sent. Raises an \
                    error of kind `denied` otherwise.
                    """
            ) { lua in
                let plan = try announcedPlan(lua, shape)
                return {
                    try await desk.approve(plan)
                    return true
                }
            },
        ])
}

private func announcedPlan(_ lua: LuaContext, _ shape: Shape) throws -> AnnouncedPlan {
    guard let name = lua.string(at: 1), let calls = lua.tree(at: 2, shape).items else {
        throw LuaError.runtime("a plan is announced with its name and a list of calls")
    }
    return try AnnouncedPlan(name: name, calls: calls.map(request))
}

private func request(_ value: Value) throws(CPHError) -> CreateServer {
    let (request, problems) = CreateServer.examine(value)
    guard !problems.contains(where: { $0.severity == .error }) else {
        throw CPHError(problems, model: CreateServer.name)
    }
    return request
}
