import CPHModel

/// Credentials that a service does not take: people have more than one account, so the error says where these came from.
enum RefusedCredentials {
    /// - Parameter source: Where the credentials came from, as `Credentials.source` says it.
    /// - Throws: The refusal with the source as its hint. A refused purchase is an answer, which the ledger keeps; the reads
    ///   before it have told already.
    static func check(
        _ exchange: Exchange, effect: Effect = .read, source: String, operation: String
    ) throws(CPHError) {
        guard effect == .read, exchange.failure == nil, let answer = exchange.answer,
            answer.status == 401 || exchange.isUnauthorized
        else { return }
        var error = CPHError(.api, answer.fault, operation: operation)
        let words = "the credentials came from \(source)"
        error.hint = error.hint.map { "\($0); \(words)" } ?? words
        throw error
    }
}
