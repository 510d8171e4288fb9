import CPHModel
import Clock

/// Decides whether a call may be sent once more, and when. A pure function of what came back.
///
/// For what changes or buys, only three outcomes allow it: no byte was sent, the gateway turned it away for its rate, or
/// it did not accept the token. Reads may be repeated whenever that may help.
struct RetryPolicy: Sendable {
    enum Decision: Hashable {
        case done
        case again(after: Duration)
        /// Get a new token first, if there is a way.
        case renew
    }

    /// How often a call is sent at most, the first time included.
    var tries = 4
    /// The longest wait before the second try; it doubles with every further one.
    var base = Duration.milliseconds(500)
    var cap = Duration.seconds(30)
    /// The longest wait that a service may ask for; a call that would have to wait longer fails.
    var longestThrottle = Duration.seconds(300)

    /// - Parameters:
    ///   - attempt: How often it has been sent, this time included.
    ///   - random: Gives 0 to below 1; spreads clients that failed together.
    func decide(
        _ exchange: Exchange, _ effect: Effect, attempt: Int, now: Int, random: () -> Double
    ) -> Decision {
        // Whatever a success says inside, it is not to be sent again; reading it is the caller's.
        if exchange.failure == nil, let status = exchange.answer?.status, status < 300 { return .done }
        let rejection = exchange.rejection
        if let answer = exchange.answer, exchange.failure == nil, isExpired(answer, rejection) { return .renew }
        guard attempt < tries else { return .done }
        if let answer = exchange.answer, exchange.failure == nil {
            if case .throttled? = rejection { return throttle(answer, attempt, now, random()) }
            guard effect == .read else { return .done }
            if answer.status == 429 { return throttle(answer, attempt, now, random()) }
            guard answer.status == 408 || answer.status >= 500 else { return .done }
            return answer.header("Retry-After") == nil
                ? backOff(attempt, random()) : throttle(answer, attempt, now, random())
        }
        guard let failure = exchange.failure, isPassing(failure) else { return .done }
        if case .notSent? = rejection { return backOff(attempt, random()) }
        return effect == .read ? backOff(attempt, random()) : .done
    }

    /// Whether the token has expired: the gateway says so by a code, IAM behind it only in the text of its answer.
    private func isExpired(_ answer: Answer, _ rejection: Rejection?) -> Bool {
        guard answer.status == 401 else { return false }
        if case .unauthorized? = rejection { return true }
        return String(decoding: answer.body.prefix(4096), as: UTF8.self).lowercased().contains("token must be updated")
    }

    /// Whether another try may find it gone. A certificate stays untrusted, and a missing library missing.
    private func isPassing(_ failure: TransportFailure) -> Bool {
        switch failure.kind {
        case .resolve, .connect, .timeout, .broken: true
        case .tls, .tooLarge, .notHTTP, .cancelled, .unavailable: false
        }
    }

    /// Draws a wait from nothing to the limit, so that clients which failed together do not return together.
    private func backOff(_ attempt: Int, _ random: Double) -> Decision {
        .again(after: min(cap, base * (1 << min(attempt - 1, 16))) * random)
    }

    private func throttle(_ answer: Answer, _ attempt: Int, _ now: Int, _ random: Double) -> Decision {
        guard let wanted = Throttle.delay(answer, now: now) else { return backOff(attempt + 1, random) }
        return wanted <= longestThrottle ? .again(after: wanted) : .done
    }
}

/// How long a service that is asked too often wants to be left alone.
enum Throttle {
    /// The `Retry-After` header, else the rate that the gateway's message gives; nil when neither says.
    static func delay(_ answer: Answer, now: Int) -> Duration? {
        if let header = answer.header("Retry-After") {
            if let seconds = Int(header), seconds >= 0 { return .seconds(min(seconds, 1_000_000)) }
            // By the clock of whoever wrote it: ours may be another.
            let theirs = answer.header("Date").flatMap(HTTPDate.unixSeconds) ?? now
            if let date = HTTPDate.unixSeconds(header) { return .seconds(max(0, date - theirs)) }
        }
        return rate(in: String(decoding: answer.body.prefix(4096), as: UTF8.self))
    }

    /// Reads `limit:6,time:1 minute`: six a minute is one in ten seconds. Huawei advises two seconds at least.
    private static func rate(in message: String) -> Duration? {
        guard let limit = number(after: "limit:", in: message), limit > 0,
            let time = number(after: "time:", in: message), let unit = word(after: "time:\(time) ", in: message)
        else { return nil }
        let seconds: Int
        switch unit {
        case "second", "seconds": seconds = 1
        case "minute", "minutes": seconds = 60
        case "hour", "hours": seconds = 3600
        case "day", "days": seconds = 86_400
        default: return nil
        }
        return max(.seconds(2), .seconds(min(time, 1000) * seconds) / limit)
    }

    private static func number(after mark: String, in text: String) -> Int? {
        rest(after: mark, in: text).flatMap { Int($0.prefix { $0.isASCII && $0.isNumber }) }
    }

    private static func word(after mark: String, in text: String) -> String? {
        rest(after: mark, in: text).map { String($0.prefix { $0.isASCII && $0.isLetter }) }
    }

    private static func rest(after mark: String, in text: String) -> Substring? {
        text.firstRange(of: mark).map { text[$0.upperBound...] }
    }
}
