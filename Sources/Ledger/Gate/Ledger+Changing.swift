public import CPHModel
import Schema
import Text

extension Ledger {
    /// Sends a call that changes or pays something, between two lines of the history: what is about to be sent and who
    /// agreed to it, then what came of it. A first line without a second is a call whose end nobody saw.
    ///
    /// Such a call has no identity of its own: it is sent as often as it is asked for, but not while a change of the same kind, made
    /// with `cph.renewals`, is in doubt. What those do once is `ResourceChange`.
    ///
    /// - Throws: `CPHError` of kind `ledger` when the first line could not be written; nothing was sent then.
    public func change(_ call: APICall, _ approval: Approval) async throws(CPHError) -> Exchange {
        if let poison { throw poisoned(poison) }
        try checkRepeats(call)
        let intent: Int
        do throws(JournalError) {
            intent = try journal.note(
                .change, Self.intent(call, options.scope, approval), at: options.clock.milliseconds(),
                "recording the intent", open: .intentOpen, durable: .intentDurable)
        } catch { throw fail(error, "nothing was sent") }
        let exchange: Exchange
        do throws(CPHError) { exchange = try await inner.exchange(call) } catch {
            conclude(intent, ["failure": .string(error.message), "bytes_sent": 0], call)
            throw error
        }
        conclude(intent, Self.outcome(exchange), call)
        return exchange
    }

    /// Records what came of the call. It was sent, whatever the disk says: where the second line cannot be written,
    /// people are told, and this run may send nothing more.
    private func conclude(_ intent: Int, _ outcome: Object, _ call: APICall) {
        var detail = outcome
        detail["call"] = .int(intent)
        do throws(JournalError) {
            _ = try journal.note(
                .changed, detail, at: options.clock.milliseconds(), "recording the outcome", open: .outcomeOpen,
                durable: .outcomeDurable)
        } catch {
            let failure = fail(error, "\(call.operation) was sent")
            poison = failure.message
            if case .crashed = error { return }
            options.emergency.say("\(failure.message); its outcome: \(Value.object(outcome).json())")
        }
    }

    /// The size up to which bodies are recorded whole, in bytes.
    private static let keptBody = 4096

    private static func intent(_ call: APICall, _ scope: String, _ approval: Approval) -> Object {
        var detail: Object = [
            "scope": .string(scope), "operation": .string(call.operation), "effect": .string(call.effect.rawValue),
            "method": .string(call.method.rawValue), "path": .string(call.path), "approval": .object(approval.detail),
        ]
        if let body = call.body {
            let isShort = body.count <= keptBody
            detail["body"] = .string(isShort ? String(decoding: body, as: UTF8.self) : counted(body.count, "byte"))
        }
        return detail
    }

    private static func outcome(_ exchange: Exchange) -> Object {
        var detail: Object = ["bytes_sent": .int(exchange.bytesSent)]
        detail["status"] = exchange.answer.map { .int($0.status) }
        detail["failure"] = exchange.failure.map { .string("\($0.kind.rawValue): \($0.message)") }
        let members = exchange.answer.flatMap { try? Value(json: $0.body) }?.members ?? [:]
        for name in ["request_id", "order_id", "job_id", "error_code"] { detail[name] = members[name] }
        return detail
    }
}
