import CPHModel
import LuaKit
import Schema

/// `cph.gate`: the money gate, as far as a script may see it.
func gateModule(_ desk: any PurchaseDesk, _ libraryCode: LibraryCode, _ purchases: PurchaseCount)
    -> LuaModule
{
    let parameters: [LuaFunction.Parameter] = [
        .init(name: "name", type: "string", doc: "the plan's name"),
        .init(name: "calls", type: "cph.CreateServer[]", doc: "in the plan's order"),
    ]
    return LuaModule(
        "gate", doc: "The money gate: who agrees to purchases.", isInternal: true,
        functions: [
            LuaFunction(
                raw: "hash", parameters: parameters, results: "string", resultDoc: "64 hexadecimal digits",
                doc: "The hash that `--approve` takes: of exactly these calls in this order. Sends nothing."
            ) { lua in
                lua.push(try announcedPlan(lua).hash)
                return 1
            },
            LuaFunction(
                rawAsync: "approve", parameters: parameters,
                doc: """
                    Has these calls approved as a whole, by a limit or a person, before any of them is sent. Raises an \
                    error of kind `denied` otherwise.
                    """
            ) { lua in
                let plan = try announcedPlan(lua)
                return {
                    try await desk.approve(plan)
                    return true
                }
            },
            LuaFunction(
                "begun", returns: "those of the jobs it started included",
                doc: "How many calls that buy, change or pay something this job has begun.",
                withContext: { lua in purchases.count(lua.state) }),
            guardFunction(libraryCode),
        ])
}

/// For an object's `__index`: what the object lets its asker do. A plan of a library's is the script's to buy, and a
/// script's plan is not a library's, so it matters who asks, not who made it.
private func guardFunction(_ libraryCode: LibraryCode) -> LuaFunction {
    LuaFunction(
        raw: "guard",
        parameters: [
            .init(name: "method", type: "function"),
            .init(name: "name", type: "string", doc: "as messages say it"),
            .init(name: "operation", type: "string", doc: "what the method does to the account"),
        ],
        results: "function",
        doc: """
            The method, for a script that asks for it; for a library without that right a function that raises `denied`. \
            Only for the `__index` function of an object, which must not tail-call it.
            """
    ) { lua in
        let (name, word) = (lua.string(at: 2) ?? "", lua.string(at: 3) ?? "")
        // 0 is this function, 1 the __index, 2 whoever asks; the __index may not have taken the asker's place.
        if let rights = libraryCode.library(at: 1, of: lua), !rights.allows(word) {
            lua.pushFunction { _ in throw rights.denial(of: name, word: word) }
        } else {
            lua.pushCopy(of: 1)
        }
        return 1
    }
}

private func announcedPlan(_ lua: LuaContext) throws -> AnnouncedPlan {
    let calls = try lua.tree(at: 2, .list(lua.shape(of: CreateServer.self)))
    guard let name = lua.string(at: 1), let calls = calls.items else {
        throw LuaError.runtime("a plan is announced with its name and a list of calls")
    }
    return try AnnouncedPlan(name: name, calls: calls.map { call throws(CPHError) in try CreateServer.checked(call) })
}
