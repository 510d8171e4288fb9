import CPHModel
import Clock
import Schema

/// Keys that a service gave for a while.
struct TemporaryKeys: EndingProof {
    let accessKey: String
    let secretKey: Secret
    let securityToken: Secret
    let given, expires: Int

    var mark: Secret { securityToken }

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
        expires = EndOfProof.seconds(members["expires_at"] ?? members["expiration"], answer, now: now)
    }
}

/// When keys or a token end.
enum EndOfProof {
    /// The shortest life that Huawei gives, for an answer that names no end.
    private static let shortestLife = 15 * 60
    /// The seconds since 1970 that can be meant: to the end of the year 9999.
    private static let times = 0...253_402_300_799

    /// The end in seconds since 1970, by this machine's clock: the answer tells it by the service's, which its date shows.
    static func seconds(_ end: Value?, _ answer: Answer, now: Int) -> Int {
        let number = end?.integer.flatMap { times.contains($0) ? $0 : nil }
        guard let seconds = end?.text.flatMap(ISOTime.unixSeconds) ?? number else { return now + shortestLife }
        return now + (seconds - (answer.date ?? now))
    }
}
