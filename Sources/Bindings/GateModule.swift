import CPHModel
import LuaKit
import Schema

/// `cph.gate`: the money gate, as far as a script may see it.
func gateModule(_ control: any PurchaseControl, _ begun: BegunCalls) -> LuaModule {
    let parameters: [LuaFunction.Parameter] = [
        .init(name: "name", type: "string", doc: "the plan's name"),
        .init(name: "calls", type: "cph.CreateServer[]", doc: "in the plan's order"),
    ]
    return LuaModule(
        "gate", doc: "The money gate: who agrees to purchases.", isInternal: true,
        functions: [
            LuaFunction(
                rawAsync: "hash", parameters: parameters, results: "string", resultDoc: "64 hexadecimal digits",
                doc: """
                    Returns the hash that `--approve` takes: of exactly these calls in this order, for the account that \
                    calls go to. Buys nothing; asks for the project where nobody has named it.
                    """
            ) { lua in
                let plan = try announcedPlan(lua)
                return { try plan.hash(in: try await control.scope()) }
            },
            LuaFunction(
                rawAsync: "approve",
                parameters: parameters + [
                    .init(
                        name: "prices", type: "{ prices: table<string, number>, currency: string }", isOptional: true,
                        doc: "of a server-month by server model, for whoever is asked")
                ],
                doc: """
                    Has these calls approved as a whole, by a limit or a person, before any of them is sent. Raises an \
                    error of kind `denied` otherwise.
                    """
            ) { lua in
                let plan = try announcedPlan(lua)
                return {
                    try await control.approve(plan)
                    return true
                }
            },
            LuaFunction(
                "begun", returns: "those of the jobs it started included",
                doc: "How many calls that buy, change or pay something this job has begun.",
                withContext: { lua in begun.count(lua.state) }),
        ])
}

private func announcedPlan(_ lua: LuaContext) throws -> AnnouncedPlan {
    let calls = try lua.tree(at: 2, .list(lua.shape(of: CreateServer.self)))
    guard let name = lua.string(at: 1), let calls = calls.items else {
        throw LuaError.runtime("a plan is announced with its name and a list of calls")
    }
    return try AnnouncedPlan(
        name: name, calls: calls.map { call throws(CPHError) in try CreateServer.checked(call) }, prices: prices(lua))
}

/// The prices at index 3. What is no number is left out, as if it were not known.
private func prices(_ lua: LuaContext) throws -> ServerPrices? {
    let given = try lua.tree(at: 3).members
    guard let prices = given?["prices"]?.members else { return nil }
    var byModel: [String: Double] = [:]
    for (model, price) in prices {
        switch price {
        case .int(let price): byModel[model] = Double(price)
        case .number(let price): byModel[model] = price
        default: break
        }
    }
    return ServerPrices(byModel: byModel, currency: given?["currency"]?.text ?? "")
}
