import CPHModel
import LuaKit
import Schema
import Text

/// `cph.api`: the service, one to one. Each function is made when it is first used: most scripts use two or three.
struct APIModule: LuaPushable {
    static var luaType: String { "table" }
    let api: any CloudPhoneAPI
    let begun: BegunCalls

    /// The functions with their descriptions, for help and completion.
    var library: LuaModule {
        LuaModule(
            "api", doc: "Holds the service's operations under their own names: one request in, one response out.",
            functions: Operations.all.map { function(for: $0) })
    }

    func push(to lua: LuaContext) {
        LazyTable(name: "cph.api", members: { Operations.all }, memberName: { $0.name }) { operation, lua in
            function(for: operation).named("cph.api.\(operation.name)").push(to: lua)
        }
        .push(to: lua)
    }

    private func function<Op: APIOperation>(for operation: Op) -> LuaFunction {
        let (api, begun) = (api, begun)
        return LuaFunction(
            rawAsync: operation.name,
            parameters: [.init(name: "body", type: Op.Request.luaType)],
            results: Op.Response.luaType,
            doc: "\(operation.doc). \(operation.method.rawValue) \(operation.path)"
        ) { lua in
            try lua.requireTable(at: 1)
            let body = try lua.tree(at: 1, lua.shape(of: Op.Request.self))
            if operation.effect != .read { begun.add(lua.state) }
            return { ModelValue(try await api.perform(operation, value: body)) }
        }
    }
}

/// Makes `cph.operation`, which tells scripts what an operation takes, returns and does.
func operationFunction() -> LuaFunction {
    LuaFunction(
        raw: "operation", parameters: [.init(name: "name", type: "string", doc: "as in `cph.api`")],
        results: "cph.Operation", doc: "Describes an operation of `cph.api`."
    ) { lua in
        let name = try lua.argument(String.self, at: 1)
        guard let operation = Operations.all.first(where: { $0.name == name }) else {
            let near =
                suggestion(for: name, among: Operations.all.map { $0.name }).map { "; did you mean \($0)?" } ?? ""
            throw LuaMismatch(expected: "cph.api has no \(quoted(name))\(near)", got: "").ofArgument(at: 1)
        }
        lua.pushTree(description(of: operation))
        return 1
    }
}

private func description<Op: APIOperation>(of operation: Op) -> Value {
    [
        "name": .string(operation.name), "doc": .string(operation.doc), "method": .string(operation.method.rawValue),
        "path": .string(operation.path), "service": .string(operation.service.rawValue),
        "effect": .string(operation.effect.rawValue), "request": .string(Op.Request.name),
        "response": .string(Op.Response.name),
    ]
}
