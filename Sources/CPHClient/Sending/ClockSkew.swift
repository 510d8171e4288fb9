import CPHModel
import Clock

/// A clock that is wrong makes every signature wrong, and the gateway's words do not say so.
enum ClockSkew {
    /// The service's own tolerance, in seconds.
    private static let tolerance = 15 * 60

    /// - Throws: The refusal, with the clock as its reason, when the service's clock is far from ours.
    static func check(_ exchange: Exchange, now: Int, operation: String) throws(CPHError) {
        guard let answer = exchange.answer, answer.status == 401, exchange.failure == nil,
            let theirs = answer.header("Date").flatMap(HTTPDate.unixSeconds), abs(now - theirs) > tolerance,
            case .unauthorized(let fault)? = exchange.rejection
        else { return }
        let minutes = abs(now - theirs) / 60
        var error = CPHError(.api, fault, operation: operation)
        error.hint =
            "this machine's clock is \(minutes) minutes \(now > theirs ? "ahead of" : "behind") the service's; "
            + "signatures are accepted up to 15 minutes apart: set the clock"
        throw error
    }
}
