/// The tokens that the metadata service has given out; they open nothing but itself.
struct MetadataTokens: Sendable {
    /// How many seconds a token may live.
    static let lives = 1...21_600

    /// When each token ends, in milliseconds since 1970.
    private var expirations: [String: Int] = [:]

    mutating func issue(_ token: String, until milliseconds: Int) { expirations[token] = milliseconds }

    func accepts(_ token: String, at milliseconds: Int) -> Bool {
        expirations[token].map { milliseconds < $0 } ?? false
    }
}
