import CPHModel
import Clock
import Text

/// A clock that is wrong makes every signature wrong, and the gateway's words do not say so.
enum ClockSkew {
    /// The service's own tolerance, in seconds.
    private static let tolerance = 15 * 60

    /// - Throws: The refusal, with the clock as its reason, when the service's clock is far from ours.
    static func check(_ exchange: Exchange, now: Int, operation: String) throws(CPHError) {
        guard let answer = exchange.answer, [400, 401, 403].contains(answer.status), exchange.failure == nil else {
            return
        }
        let fault = answer.fault
        let isUnauthorized = answer.status == 401 || exchange.isUnauthorized
        let apart = answer.header("Date").flatMap(HTTPDate.unixSeconds).map { now - $0 }
        let says = words.contains(where: fault.message.lowercased().contains)
        var error = CPHError(.api, fault, operation: operation)
        if let apart, abs(apart) > tolerance, isUnauthorized || says {
            error.hint =
                "this machine's clock is \(Duration.seconds(abs(apart)).words) \(apart > 0 ? "ahead of" : "behind") the "
                + "service's; signatures are accepted up to 15 minutes apart: set the clock"
        } else if says {
            error.hint =
                "the service takes the time of the request for wrong: compare this machine's clock (cph doctor)"
        } else {
            return
        }
        throw error
    }

    /// What Huawei's gateway, IAM and billing service say of a request whose time is wrong, in small letters.
    private static let words = [
        "invalid x-sdk-date", "x-sdk-date is", "timestamp", "signature expired", "signature has expired",
        "request expired", "request has expired", "request time is", "request time and", "clock skew", "time skew",
        "too skewed",
    ]
}
