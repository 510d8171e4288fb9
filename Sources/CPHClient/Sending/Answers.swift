import CPHModel
import Text

extension Exchange {
    /// What the service says went wrong, or nil when it does not say.
    var fault: ServiceFault? {
        switch Verdict(self, count: 1, paysAtOnce: false) {
        case .refused(let fault), .throttled(let fault), .unauthorized(let fault): fault
        case .inDoubt(let doubt): doubt.fault
        case .accepted, .unpaid, .partial, .orderOnly, .notSent: nil
        }
    }

    /// The complete answer of a call that went well.
    func success(operation: String) throws(CPHError) -> Answer {
        if let failure {
            let kind: CPHError.Kind =
                failure.kind == .timeout ? .timeout : failure.kind == .cancelled ? .cancelled : .network
            var error = CPHError(kind, failure.message, operation: operation)
            error.isRetryable = kind != .cancelled
            throw error
        }
        guard let answer, (200..<300).contains(answer.status) else {
            throw fault.map { CPHError(.api, $0, operation: operation) }
                ?? CPHError(.api, "no answer that can be read", operation: operation)
        }
        return answer
    }
}

/// A clock that is wrong makes every signature wrong, and the gateway's words do not say so.
enum ClockSkew {
    /// The service's own tolerance, in seconds.
    private static let tolerance = 15 * 60

    /// - Throws: The refusal, with the clock as its reason, when the service's clock is far from ours.
    static func check(_ exchange: Exchange, now: Int, operation: String) throws(CPHError) {
        guard let answer = exchange.answer, answer.status == 401, exchange.failure == nil,
            let theirs = answer.header("Date").flatMap(HTTPDate.unixSeconds), abs(now - theirs) > tolerance,
            case .unauthorized(let fault) = Verdict(exchange, count: 1, paysAtOnce: false)
        else { return }
        let minutes = abs(now - theirs) / 60
        var error = CPHError(.api, fault, operation: operation)
        error.hint =
            "this machine's clock is \(counted(minutes, "minute")) \(now > theirs ? "ahead of" : "behind") the service's; "
            + "signatures are accepted up to 15 minutes apart: set the clock"
        throw error
    }
}
