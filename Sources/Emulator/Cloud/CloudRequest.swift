import Schema

/// A request whose path and method are known to belong to `route`.
struct CloudRequest: Sendable {
    let route: Route
    /// What stands where the route's path has `{name}`, decoded.
    let parameters: [String: String]
    let query: [(name: String, value: String)]
    let body: [UInt8]

    /// The query as a request of `M`: whole numbers where the field wants them. Names that the field table does not
    /// know are left out, as the service ignores them.
    func queryValue<M: Model>(as model: M.Type) -> Value {
        var object = Object()
        for field in M.fieldInfos {
            let text = parameters[field.name] ?? query.first { $0.name == field.name }?.value
            guard let text else { continue }
            object[field.name] =
                field.luaType == Int.luaType ? Int(text).map(Value.int) ?? .string(text) : .string(text)
        }
        return .object(object)
    }
}
