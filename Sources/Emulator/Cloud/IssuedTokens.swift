/// The tokens that the emulated IAM has issued.
struct IssuedTokens: Sendable {
    /// How long a token is valid: 24 hours, as IAM's are.
    static let lifetime = Duration.seconds(24 * 3600)

    /// When each token ends, in milliseconds since 1970.
    private var expirations: [String: Int] = [:]

    mutating func issue(_ token: String, until milliseconds: Int) { expirations[token] = milliseconds }

    func accepts(_ token: String, at milliseconds: Int) -> Bool {
        expirations[token].map { milliseconds < $0 } ?? false
    }
}
