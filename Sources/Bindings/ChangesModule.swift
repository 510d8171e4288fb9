import CPHModel
import LuaKit
import Schema

/// `cph.changes`: what `cph.renewals` needs of the host, one change of a server at a time.
func changesModule(
    _ api: any CloudPhoneAPI, _ control: any PurchaseControl, _ begun: BegunCalls
) -> LuaModule {
    let plan: [LuaFunction.Parameter] = [
        .init(name: "name", type: "string", doc: "the plan's name"),
        .init(name: "changes", type: "table<string, any>[]", doc: "in the plan's order"),
    ]
    return LuaModule(
        "changes", doc: "Changes of servers that were bought before, each of which is recorded and sent once.",
        isInternal: true,
        functions: [
            LuaFunction(
                raw: "validate", parameters: [.init(name: "change", type: "table<string, any>")],
                results: ProblemList.luaType,
                resultDoc: "empty when there is none", doc: "Checks a change and sends nothing."
            ) { lua in
                try lua.requireTable(at: 1)
                ProblemList(ResourceChange.problems(in: .object(changeParts(try lua.tree(at: 1)).asked))).push(to: lua)
                return 1
            },
            LuaFunction(
                raw: "key", parameters: [.init(name: "change", type: "table<string, any>")], results: "string",
                resultDoc: "the name under which the ledger keeps it", doc: "Tells the name of a change."
            ) { lua in
                try change(at: 1, lua).key.push(to: lua)
                return 1
            },
            LuaFunction(
                rawAsync: "hash", parameters: plan, results: "string", resultDoc: "64 hexadecimal digits",
                doc:
                    "Returns the hash that `--approve` takes: of exactly these changes, for the account that calls go to."
            ) { lua in
                let plan = try announcedChanges(lua)
                return { try plan.hash(in: try await control.scope()) }
            },
            LuaFunction(
                rawAsync: "approve", parameters: plan,
                doc: "Has these changes approved as a whole, as `cph.gate.approve` does it with purchases."
            ) { lua in
                let plan = try announcedChanges(lua)
                return {
                    try await control.approve(plan)
                    return true
                }
            },
            LuaFunction(
                rawAsync: "policy", parameters: plan, results: PolicyProblems.luaType, resultDoc: PolicyProblems.doc,
                doc: "Lists what policies forbid of these changes, whatever they cost. Sends nothing."
            ) { lua in
                let plan = try announcedChanges(lua)
                return { PolicyProblems(try await control.policyProblems(of: plan)) }
            },
            LuaFunction(
                rawAsync: "price", parameters: plan, results: PlanPrice.luaType,
                doc: "Tells what these changes cost together today, as `cph.gate.price` does it for purchases."
            ) { lua in
                let plan = try announcedChanges(lua)
                return { await control.price(of: plan) }
            },
            LuaFunction(
                rawAsync: "carry_out", parameters: [.init(name: "change", type: "table<string, any>")],
                results: "cph.CreateServerResponse", resultDoc: "its order, where there is one",
                doc: "Carries a change out, unless the ledger knows that it was carried out before."
            ) { lua in
                let change = try change(at: 1, lua)
                begun.add(lua.state)
                return { ModelValue(try await api.perform(change)) }
            },
        ])
}

private func announcedChanges(_ lua: LuaContext) throws -> AnnouncedPlan {
    let name = try lua.argument(String.self, at: 1)
    _ = try lua.argument([RequestBody].self, at: 2)
    let changes = try lua.tree(at: 2, .list(.json)).items ?? []
    return try AnnouncedPlan(name: name, calls: [], changes: changes.map { value throws(CPHError) in try read(value) })
}

private func change(at index: Int32, _ lua: LuaContext) throws -> ResourceChange {
    try lua.requireTable(at: index)
    return try read(try lua.tree(at: index, .json))
}

private func read(_ value: Value) throws(CPHError) -> ResourceChange {
    let parts = changeParts(value)
    var change = try ResourceChange.checked(.object(parts.asked))
    (change.server.name, change.server.model) = (
        parts.server["server_name"]?.text, parts.server["server_model_name"]?.text
    )
    change.basis = parts.server["basis"]?.text.flatMap(ResourceChange.Basis.init) ?? .once
    return change
}

/// What is asked for, and what is said beside it.
private func changeParts(_ value: Value) -> (asked: Object, server: Object) {
    let beside: Set = ["server_name", "server_model_name", "basis"]
    var parts: (asked: Object, server: Object) = ([:], [:])
    for member in value.members ?? [:] {
        if beside.contains(member.key) {
            parts.server[member.key] = member.value
        } else {
            parts.asked[member.key] = member.value
        }
    }
    return parts
}
