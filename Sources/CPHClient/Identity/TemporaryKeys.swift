import CPHModel
import Clock
import Schema

/// Keys that a service gave for a while.
struct TemporaryKeys: Sendable {
    let accessKey: String
    let secretKey: Secret
    let securityToken: Secret
    /// When they were given and when they end, in seconds since 1970 by this machine's clock.
    let given, expires: Int

    /// How long before their end new ones are fetched, as Huawei's SDKs do; a third of a life that is shorter than thrice that.
    private static let margin = 40 * 60
    /// The shortest life that Huawei gives, for an answer that names no end.
    private static let shortestLife = 15 * 60

    /// The seconds since 1970 that can be meant: to the end of the year 9999.
    private static let times = 0...253_402_300_799

    private var life: Int { expires - given }

    /// From when on new ones are fetched while these still serve.
    var renewable: Int { expires - min(Self.margin, life / 3) }

    /// Whether they live for `seconds` more; of short-lived ones no more than a third of their life is asked.
    func live(_ seconds: Int, after now: Int) -> Bool { expires - now >= min(seconds, max(life / 3, 1)) }

    /// Reads what any of the services answers: their members are called differently, and stand in different wrappers.
    ///
    /// - Parameter now: The time by this machine's clock. The end is told by the service's, which the answer's date shows.
    /// - Returns: Nil where a part is missing.
    init?(_ answer: Answer, now: Int) {
        guard let body = try? Value(json: answer.body, isTolerant: true).members else { return nil }
        let wrapped = ["credential", "credentials", "agency_credentials"].lazy.compactMap { body[$0]?.members }.first
        let members = wrapped ?? body
        func text(_ names: String...) -> String? {
            names.lazy.compactMap { members[$0]?.text }.first { !$0.isEmpty }
        }
        guard let access = text("access", "accessKeyId", "access_key_id"),
            let secret = text("secret", "secretAccessKey", "secret_access_key"),
            let token = text("securitytoken", "securityToken", "security_token", "session_token"),
            [access, secret, token].allSatisfy({ $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } })
        else { return nil }
        (accessKey, secretKey, securityToken, given) = (access, Secret(secret), Secret(token), now)
        let end = members["expires_at"] ?? members["expiration"]
        // A number that is no time is no end.
        let seconds =
            end?.text.flatMap(ISOTime.unixSeconds) ?? end?.integer.flatMap { Self.times.contains($0) ? $0 : nil }
        expires = seconds.map { now + ($0 - (answer.date ?? now)) } ?? now + Self.shortestLife
    }
}
