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
                let plan = try announcedPlan(lua, prices: nil)
                return { try plan.hash(in: try await control.scope()) }
            },
            LuaFunction(
                rawAsync: "approve",
                parameters: parameters + [
                    .init(
                        name: "prices", type: "table<string, \(Money.luaType)>", isOptional: true,
                        doc: "of a server-month by server model, for whoever is asked")
                ],
                doc: """
                    Has these calls approved as a whole, by a limit or a person, before any of them is sent. Raises an \
                    error of kind `denied` otherwise, with the code `waiting` where they are left in the ledger for \
                    somebody else to approve.
                    """
            ) { lua in
                let plan = try announcedPlan(lua, prices: prices(lua))
                return {
                    try await control.approve(plan)
                    return true
                }
            },
            LuaFunction(
                rawAsync: "policy", parameters: parameters, results: PolicyProblems.luaType,
                resultDoc: PolicyProblems.doc,
                doc: "Lists what policies forbid of these calls, whatever they cost. Sends nothing."
            ) { lua in
                let plan = try announcedPlan(lua, prices: nil)
                return { PolicyProblems(try await control.policyProblems(of: plan)) }
            },
            LuaFunction(
                rawAsync: "price", parameters: parameters, results: "cph.Price",
                doc: """
                    Tells what these calls cost together today. The billing service is asked, once and for a few seconds at most; \
                    where it has no price, the table of the project says it. Buys nothing and never fails.
                    """
            ) { lua in
                let plan = try announcedPlan(lua, prices: nil)
                return { await control.price(of: plan) }
            },
            LuaFunction(
                raw: "origin", parameters: [.init(name: "name", type: "string", doc: "the purchase's server_name")],
                results: "string?", resultDoc: "now, before or dry run; nil where nothing is known of it",
                doc: "Tells when what the last answer under this name tells of was bought."
            ) { lua in
                guard let origin = control.origin(of: try lua.argument(String.self, at: 1)) else { return 0 }
                origin.rawValue.push(to: lua)
                return 1
            },
            LuaFunction(
                "begun", returns: "those of the jobs it started included",
                doc: "How many calls that buy, change or pay something this job has begun.",
                withContext: { lua in begun.count(lua.state) }),
        ])
}

private func announcedPlan(_ lua: LuaContext, prices: ServerPrices?) throws -> AnnouncedPlan {
    let name = try lua.argument(String.self, at: 1)
    return try AnnouncedPlan(name: name, calls: try checkedCalls(lua, at: 2), prices: prices)
}

/// The list of valid requests at an index.
private func checkedCalls(_ lua: LuaContext, at index: Int32) throws -> [CreateServer] {
    _ = try lua.argument([RequestBody].self, at: index)
    let calls = try lua.tree(at: index, .list(lua.shape(of: CreateServer.self))).items ?? []
    return try calls.map { call throws(CPHError) in try CreateServer.checked(call) }
}

/// The prices at index 3.
private func prices(_ lua: LuaContext) throws -> ServerPrices? {
    try lua.argument(GivenPrices?.self, at: 3)?.prices
}

/// What a script says of prices: of a server-month by server model, all in one currency.
private struct GivenPrices: LuaReadable {
    static let luaType = "table"
    let prices: ServerPrices

    static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> GivenPrices {
        let given = try [String: Money].read(lua, at: index)
        let currencies = Set(given.values.map(\.currency)).sorted()
        guard currencies.count <= 1 else {
            throw LuaMismatch(expected: "prices in one currency", got: currencies.joined(separator: " and "))
        }
        return GivenPrices(
            prices: ServerPrices(byModel: given.mapValues(\.number), currency: currencies.first ?? ""))
    }
}
