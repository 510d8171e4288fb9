import CPHModel
import LuaKit
import Schema
import Text

/// `cph.try` and `cph.raise`.
func errorFunctions() -> [LuaFunction] {
    [
        LuaFunction(
            raw: "try",
            parameters: [
                .init(name: "f", type: "function"),
                .init(name: "...", type: "any", isOptional: true, isVariadic: true, doc: "arguments of f"),
            ],
            results: "any", resultDoc: "what f returns, or nil and the error object",
            doc: "Calls a function and catches what it raises."
        ) { lua in
            do throws(LuaError) {
                try lua.call(arguments: lua.top - 1, results: -1)
                return lua.top
            } catch {
                lua.setTop(0)
                lua.pushNil()
                error.value.push(to: lua)
                return 2
            }
        },
        LuaFunction(
            raw: "raise",
            parameters: [.init(name: "error", type: "cph.Error")],
            doc: """
                Raises an error object with the given kind, message, code, hint, problems, and whether it may be repeated \
                (`retryable`) or something may have been done (`maybe_done`).
                """
        ) { lua in throw try raisedError(lua) },
    ]
}

private func raisedError(_ lua: LuaContext) throws -> CPHError {
    let fields = try lua.tree(at: 1)
    guard fields.members?["message"]?.text != nil else {
        throw LuaError.runtime("cph.raise takes a table with a message")
    }
    let name = fields.members?["kind"]?.text ?? CPHError.Kind.argument.rawValue
    guard CPHError.Kind(rawValue: name) != nil else {
        let kinds = CPHError.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw LuaError.runtime("cph.raise knows the kinds \(kinds), not \(quoted(name))")
    }
    return CPHError(fields)
}
