import CPHModel
import Clock
import Logging
import Text

/// What proves for a while who asks: keys or a token that a service gave.
protocol EndingProof: Sendable {
    /// When it was given and when it ends, in seconds since 1970 by this machine's clock.
    var given: Int { get }
    var expires: Int { get }
    /// What a request carries of it, by which a refused one is known again.
    var mark: Secret { get }
}

extension EndingProof {
    private var life: Int { expires - given }

    /// From when on a new one is fetched while this one still serves: 40 minutes before its end, as Huawei's SDKs do, or after
    /// two thirds of a life that is shorter than thrice that.
    var renewable: Int { expires - min(40 * 60, life / 3) }

    /// Whether it lives for `seconds` more; of a short life no more than a sixth is asked.
    func lives(_ seconds: Int, after now: Int) -> Bool { expires - now >= min(seconds, max(life / 6, 1)) }
}

/// Keeps a proof that ends, and fetches a new one before it does.
///
/// A renewal ends by itself, also where everybody who waited for it was cancelled, and there is one at a time. A refusal takes
/// away only the proof that was refused: a newer one may have come meanwhile.
actor RenewedProof<Proof: EndingProof> {
    typealias Fetch = @Sendable () async throws(CPHError) -> Proof
    private typealias Renewal = Task<Result<Proof, CPHError>, Never>

    private let source: String
    private let surroundings: Surroundings
    private let logger: Logger
    private let fetch: Fetch
    private var current: Proof?
    /// The renewal that is under way; whoever asks meanwhile waits for the same one.
    private var renewal: Renewal?
    /// Until when nothing is fetched while the old proof serves, because that failed.
    private var restsUntil = 0

    /// How long a proof must live for a request to arrive with it.
    private let transit = 60
    /// How long it must live when something is looked at: what is bought next must not have to fetch a new one.
    private let reserve = 15 * 60
    /// How long a renewal that failed is not tried again, in seconds, while the old proof serves.
    private let rest = 60

    /// - Parameter source: Who gives it, for people.
    init(_ source: String, _ surroundings: Surroundings, _ logger: Logger, fetch: @escaping Fetch) {
        (self.source, self.surroundings, self.logger, self.fetch) = (source, surroundings, logger, fetch)
    }

    /// The proof for a request.
    ///
    /// - Parameter buys: Whether it buys or changes something. Nothing is fetched then as long as the proof serves: a new one
    ///   comes with the looks before and after it.
    func proof(buys: Bool) async throws(CPHError) -> Proof {
        let now = surroundings.now()
        if let current, current.lives(transit, after: now) {
            if buys || now < restsUntil { return current }
            if current.lives(reserve, after: now) {
                if now >= current.renewable { _ = renew() }
                return current
            }
        }
        guard let result = await renew().valueUnlessCancelled() else { throw CPHError(.cancelled, "cancelled") }
        if case .failure = result, let current, current.lives(transit, after: surroundings.now()) {
            // Better one that ends soon than none.
            return current
        }
        return try result.get()
    }

    /// When the proof ends that is in use, in seconds since 1970; nil before the first one.
    var end: Int? { current?.expires }

    /// Forgets a proof that the service no longer takes, whatever its date says.
    ///
    /// - Parameter refused: The mark of the one that was refused; a newer one stays.
    func discard(_ refused: String) { if current?.mark.exposed == refused { current = nil } }

    /// The renewal that is under way, or a new one.
    private func renew() -> Renewal {
        if let renewal { return renewal }
        let task = Task {
            let result = await fetchAnew()
            finish(result)
            return result
        }
        renewal = task
        return task
    }

    private func finish(_ result: Result<Proof, CPHError>) {
        renewal = nil
        switch result {
        case .success(let proof): current = proof
        case .failure(let error):
            restsUntil = surroundings.now() + rest
            if current != nil { logger.notice("could not be renewed, and still serves: \(error.message)") }
        }
    }

    private func fetchAnew() async -> Result<Proof, CPHError> {
        do throws(CPHError) {
            let proof = try await fetch()
            let left = proof.expires - surroundings.now()
            guard left >= transit else {
                let words = left >= 0 ? "ends in \(left) s" : "ended \(Duration.seconds(-left).words) ago"
                throw CPHError(.denied, "what came \(words)", hint: "compare this machine's clock (cph doctor)")
            }
            return .success(proof)
        } catch {
            return .failure(error.ofCredentials(source))
        }
    }
}
