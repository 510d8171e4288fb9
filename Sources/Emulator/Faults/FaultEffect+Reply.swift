import CPHModel
import Schema

extension FaultEffect.ReplyFault {
    /// The reply of a fault that keeps the request from being carried out.
    func reply(in world: World) -> Reply { reply(after: world.answer(200, [:]), in: world) }

    /// The reply that the caller gets instead of `answer`.
    func reply(after answer: Answer, in world: World) -> Reply {
        switch self {
        case .reset, .late: Reply(answer: answer, delivery: .reset)
        case .silent: Reply(answer: answer, delivery: .silent)
        case .truncated: Reply(answer: answer, delivery: .truncated)
        case .huge: Reply(answer: answer, delivery: .huge)
        case .sellsFewer, .failsToBuild, .expired: Reply(answer: answer)
        case .withoutExpiry: Reply(answer: answer.withoutExpiry)
        case .deep: Reply(answer: Self.deep(world))
        case .error(let status, let code, let message, let retryAfter):
            Reply(answer: Self.error(Refusal(status, code, message), retryAfter: retryAfter, world))
        case .errorWithin(let code): Reply(answer: Self.error(code, within: answer, world))
        case .html: Reply(answer: Self.page)
        case .redirect(let status): Reply(answer: Self.redirect(status))
        case .ids(let wrong): Reply(answer: answer.replacingIDs(wrong))
        }
    }

    private static func error(_ refusal: Refusal, retryAfter: Int?, _ world: World) -> Answer {
        let headers = retryAfter.map { [Answer.Header("Retry-After", String($0))] } ?? []
        return world.answer(refusal.status, refusal.body(requestID: world.requestID, from: .cph), headers)
    }

    /// Puts an error into an answer; the order stays if it names one, the servers do not.
    private static func error(_ code: String, within answer: Answer, _ world: World) -> Answer {
        var body = (try? Value(json: answer.body))?.members ?? [:]
        body["server_ids"] = nil
        body["request_id"] = .string(world.requestID)
        body["error_code"] = .string(code)
        body["error_msg"] = .string("System error: \(code)")
        return world.answer(200, .object(body))
    }

    private static let page = Answer(
        status: 200, headers: [Answer.Header("Content-Type", "text/html")],
        body: Array("<html><head><title>Sign in</title></head><body>Please sign in to the network.</body></html>".utf8))

    private static func deep(_ world: World) -> Answer {
        let depth = 1_000_000
        let open = [UInt8](repeating: UInt8(ascii: "["), count: depth)
        let close = [UInt8](repeating: UInt8(ascii: "]"), count: depth)
        return Answer(status: 200, headers: world.answer(200, [:]).headers, body: open + close)
    }

    /// Redirects to a host that cannot exist, so that whoever follows it fails.
    private static func redirect(_ status: Int) -> Answer {
        Answer(status: status, headers: [Answer.Header("Location", "http://elsewhere.invalid/moved")])
    }
}

extension Answer {
    /// The answer without the members that say when keys or a token end; unchanged when it is no JSON.
    fileprivate var withoutExpiry: Answer {
        guard let members = (try? Value(json: body))?.members else { return self }
        var body: Object = [:]
        for (name, value) in members {
            guard var inner = value.members, !inner.isEmpty else {
                body[name] = value
                continue
            }
            for end in ["expires_at", "expiration"] { inner[end] = nil }
            body[name] = .object(inner)
        }
        return Answer(status: status, headers: headers, body: Array(Value.object(body).json().utf8))
    }

    /// Returns the answer with wrong `server_ids`; unchanged when it has none.
    fileprivate func replacingIDs(_ wrong: FaultEffect.IDs) -> Answer {
        guard var members = (try? Value(json: body))?.members, var ids = members["server_ids"]?.items else {
            return self
        }
        switch wrong {
        case .fewer: ids = ids.dropLast()
        case .none: ids = []
        case .more: ids.append(.string(String(repeating: "f", count: 32)))
        case .twice: ids += ids.suffix(1)
        case .bad: ids = [.int(42)] + ids.dropFirst()
        }
        members["server_ids"] = wrong == .none ? nil : .list(ids)
        return Answer(status: status, headers: headers, body: Array(Value.object(members).json().utf8))
    }
}
