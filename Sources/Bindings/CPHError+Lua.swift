public import CPHModel
public import LuaKit
import Schema

/// The error object that scripts catch: a table with the fields of the manual and a `__tostring` for operators.
extension CPHError: LuaErrorConvertible {
    /// Pushes the error as the table that `pcall` gives to a script.
    public func pushLuaError(to lua: LuaContext) {
        var fields: [(name: String, value: any LuaPushable)] = [
            ("kind", kind.rawValue), ("retryable", isRetryable), ("maybe_done", maybeDone),
        ]
        if let code { fields.append(("code", code)) }
        if let hint { fields.append(("hint", hint)) }
        if let operation { fields.append(("operation", operation)) }
        if let requestID { fields.append(("request_id", requestID)) }
        if let httpStatus { fields.append(("http_status", httpStatus)) }
        if !problems.isEmpty { fields.append(("problems", ProblemList(problems))) }
        if let result { fields.append(("result", ModelValue(result))) }
        fields.append(("message", message))
        lua.createTable(fieldCount: fields.count)
        for field in fields {
            field.value.push(to: lua)
            lua.rawSet(field.name, at: -2)
        }
        lua.pushMetatable(named: errorName) { lua in
            lua.pushFunction { lua in
                lua.push(CPHError(try lua.tree(at: 1)).description)
                return 1
            }
            lua.rawSet("__tostring", at: -2)
        }
        lua.setMetatable(at: -2)
    }

    /// The error that a script's table describes: what it has changed since it was raised counts.
    init(_ table: Value) {
        let fields = table.members ?? [:]
        let text = { (name: String) in fields[name]?.text }
        self.init(
            text("kind").flatMap(Kind.init(rawValue:)) ?? .argument, text("message") ?? "error", hint: text("hint"))
        (code, operation, requestID) = (text("code"), text("operation"), text("request_id"))
        httpStatus = fields["http_status"]?.integer
        (isRetryable, maybeDone) = (fields["retryable"] == true, fields["maybe_done"] == true)
        problems = fields["problems"]?.items?.map(Problem.init) ?? []
        result = fields["result"].map { CreateServerResponse.salvage($0).model }
    }
}

extension Problem {
    /// The problem that a script's table describes.
    fileprivate init(_ table: Value) {
        let text = { (name: String) in table.members?[name]?.text ?? "" }
        let path = Path(text("path"))
        self.init(
            at: path.description == text("path") ? path : Path([.words(text("path"))]),
            Code(rawValue: text("code")) ?? .type, text("message"), hint: text("hint"),
            severity: Severity(rawValue: text("severity")) ?? .error,
            basis: Basis(rawValue: text("basis")) ?? .documented)
        guard let index = table.members?["row"]?.integer else { return }
        row = Row(index: index, name: text("name"), line: text("line"), field: text("field"))
    }
}

/// What a script receives for an error that is not the service's: a wrong argument, a deadline, text that is not JSON.
public func translated(_ error: any Error) -> (any LuaErrorConvertible)? {
    switch error {
    case let error as CPHError: error
    case let error as LuaError: CPHError(.argument, error.message)
    case let error as JSONError: CPHError(.argument, error.description)
    case let error as LuaDenied:
        CPHError(.denied, "\(error)", hint: "allow it with --allow-exec, or --trust the script")
    case is LuaTimeout: CPHError(.timeout, "\(error)")
    case is LuaCancellation, is CancellationError: CPHError(.cancelled, "\(error)")
    default: nil
    }
}

/// `__name` of every error object that the host raises.
let errorName = "cph.Error"
