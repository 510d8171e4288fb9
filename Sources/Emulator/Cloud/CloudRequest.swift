import CPHModel
import CPHSigner
import Schema

/// A request whose path and method are known to belong to `route`.
struct CloudRequest: Sendable {
    let route: Route
    /// The decoded parts of the path where the route has `{name}`, by that name.
    let parameters: [String: String]
    let query: [(name: String, value: String)]
    let body: [UInt8]
    /// As they arrived; none in this process.
    var headers: [HeaderField] = []
    /// Who sent it; nil where nothing proves it.
    var caller: Principal?

    func header(_ name: String) -> String? { headers.value(of: name) }

    /// The request as a model, or what the service would refuse it for. Names that the field table does not know are
    /// left out, as the services ignore them.
    func read<M: Model>(as model: M.Type, for service: Service) throws(Refusal) -> M {
        let value: Value = body.isEmpty ? queryValue(as: model) : try bodyValue
        let (request, problems) = M.examine(value)
        let errors = problems.filter { $0.severity == .error && $0.code != .unknown }
        guard errors.isEmpty else { throw Refusal(errors, of: service) }
        return request
    }

    /// The query as a value for `M`: numbers where the field wants them.
    func queryValue<M: Model>(as model: M.Type) -> Value {
        var object = Object()
        for field in M.fieldInfos {
            let texts = parameters[field.name].map { [$0] } ?? query.filter { $0.name == field.name }.map { $0.value }
            guard let first = texts.first else { continue }
            object[field.name] = field.isList ? .list(texts.map(field.value)) : field.value(first)
        }
        return .object(object)
    }

    /// The body, with the members that the path names added.
    private var bodyValue: Value {
        get throws(Refusal) {
            let body: Value
            do { body = try Value(json: self.body) } catch { throw Refusal.notJSON(error) }
            guard var members = body.members else { return body }
            for (name, value) in parameters where name != "project_id" { members[name] = .string(value) }
            return .object(members)
        }
    }
}

extension FieldInfo {
    /// Turns a text of the query into the field's type; a text that does not fit stays text.
    fileprivate func value(_ text: String) -> Value {
        let isInteger = luaType.hasPrefix(Int.luaType) || choices.first?.value.integer != nil
        if isInteger, let number = Int(text) { return .int(number) }
        if luaType.hasPrefix(Bool.luaType), let flag = Bool(text) { return .bool(flag) }
        return .string(text)
    }
}
