import Bindings
import CPHModel
import LuaKit
import Schema
import Session

// An error as programs read it with `--log-json`. Each has a kind, a code or null, a message, and a hint or null.
extension Object {
    static func failure(kind: String, code: String?, _ message: String, hint: String?) -> Object {
        func text(_ text: String?) -> Value { text.map(Value.string) ?? .null }
        return ["message": .string(message), "kind": .string(kind), "code": text(code), "hint": text(hint)]
    }

    /// The fields that scripts see of such an error, those that it has.
    static func failure(_ error: CPHError) -> Object {
        var object = failure(kind: error.kind.rawValue, code: error.code, error.message, hint: error.hint)
        if !error.problems.isEmpty { object["problems"] = .list(error.problems.map { .string("\($0)") }) }
        object["operation"] = error.operation.map(Value.string)
        object["request_id"] = error.requestID.map(Value.string)
        object["http_status"] = error.httpStatus.map(Value.int)
        if error.maybeDone { object["maybe_done"] = .bool(true) }
        if let result = error.result { object["result"] = result.value }
        return object
    }

    /// What ended a script: cph's error, or one of Lua's with its place.
    static func failure(_ error: LuaError, in session: Session) -> Object {
        var object: Object
        if case .host(let cause) = error.kind, let known = translated(cause) as? CPHError {
            object = failure(known)
        } else {
            object = failure(
                kind: error.kind.word, code: nil, session.message(of: error), hint: session.hint(of: error))
        }
        if let position = session.position(of: error) {
            (object["file"], object["line"]) = (.string(position.chunk), .int(position.line))
        }
        return object
    }
}

extension LuaError.Kind {
    /// What programs compare.
    fileprivate var word: String {
        switch self {
        case .syntax: "syntax"
        case .memory: "memory"
        case .interrupted(let reason): reason == .deadline ? "deadline" : "interrupted"
        case .exit, .host, .runtime, .argument, .conversion: "script"
        }
    }
}
