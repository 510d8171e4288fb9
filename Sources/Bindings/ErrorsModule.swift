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
            try requireCallable(lua)
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
            parameters: [.init(name: "error", type: "cph.raise.Error")],
            doc: """
                Raises an error object with the given kind, message, code, hint, problems, and whether it may be repeated \
                (`retryable`) or something may have been done (`maybe_done`).
                """
        ) { lua in throw try raisedError(lua) },
    ]
}

private func requireCallable(_ lua: LuaContext) throws {
    if lua.type(at: 1) == .function { return }
    guard lua.pushMetafield("__call", at: 1) else {
        throw lua.mismatch(at: 1, expected: "function").ofArgument(at: 1)
    }
    lua.pop()
}

private func raisedError(_ lua: LuaContext) throws -> CPHError {
    try lua.requireTable(at: 1)
    do throws(LuaMismatch) { try checkFields(of: lua) } catch { throw error.ofArgument(at: 1) }
    var error = CPHError(try lua.tree(at: 1))
    lua.rawGet("message", at: 1)
    defer { lua.pop() }
    // Words from outside may be no UTF-8, and are told all the same.
    if lua.string(at: -1) == nil { error.message = lua.bytes(at: -1).map { String(decoding: $0, as: UTF8.self) } ?? "" }
    return error
}

/// Checks the fields that say in words what went wrong.
private func checkFields(of lua: LuaContext) throws(LuaMismatch) {
    _ = try lua.field("message", LuaString.self, at: 1)
    if let name = try lua.field("kind", String?.self, at: 1), CPHError.Kind(rawValue: name) == nil {
        let kinds = CPHError.Kind.allCases.map(\.rawValue)
        let near = suggestion(for: name, among: kinds).map { "; did you mean \($0)?" } ?? ""
        throw LuaMismatch(
            path: LuaPath([.field("kind")]), expected: "one of \(kinds.joined(separator: ", "))",
            got: quoted(name) + near)
    }
    for name in ["code", "hint", "operation", "request_id"] { _ = try lua.field(name, LuaString?.self, at: 1) }
    for name in ["retryable", "maybe_done"] { _ = try lua.field(name, Bool?.self, at: 1) }
    _ = try lua.field("http_status", Int?.self, at: 1)
    _ = try lua.field("problems", [LuaValue]?.self, at: 1)
    _ = try lua.field("result", LuaTable?.self, at: 1)
}
