/// The tokens that the emulated IAM has issued.
struct IssuedTokens: Sendable {
    /// How long a token is valid: 24 hours, as IAM's are.
    static let lifetime = Duration.seconds(24 * 3600)

    private struct Grant: Sendable {
        let principal: Principal
        /// In milliseconds since 1970.
        let expiry: Int
    }

    private var grants: [String: Grant] = [:]

    mutating func issue(_ token: String, to principal: Principal, until milliseconds: Int) {
        grants[token] = Grant(principal: principal, expiry: milliseconds)
    }

    /// Whom the token stands for; nil when it has ended, or was never issued.
    func principal(of token: String, at milliseconds: Int) -> Principal? {
        grants[token].flatMap { milliseconds < $0.expiry ? $0.principal : nil }
    }

    /// When a token ends that was issued, in milliseconds since 1970.
    func expiry(of token: String) -> Int? { grants[token]?.expiry }
}
