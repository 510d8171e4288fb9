import CPHModel
import Clock
import Logging
import Text

/// Keeps keys that a service gives for a while, and fetches new ones before they end.
///
/// What this actor holds is old after an `await`: a task that waited for a renewal keeps its keys only where no other renewal
/// began meanwhile, and a refusal takes away only the keys that were refused.
actor IssuedKeys {
    typealias Fetch = @Sendable () async throws(CPHError) -> TemporaryKeys

    private let source: String
    private let surroundings: Surroundings
    private let logger: Logger
    private let fetch: Fetch
    private var current: TemporaryKeys?
    /// The renewal that is under way; whoever asks meanwhile waits for the same one.
    private var renewal: Task<Result<TemporaryKeys, CPHError>, Never>?
    /// Until when nothing is fetched in the background, because that failed.
    private var restsUntil = 0

    /// How long keys must live for a request to arrive with them.
    private static let transit = 60
    /// How long they must live when something is looked at: what is bought next must not have to fetch new ones.
    private static let reserve = 15 * 60
    /// How long a renewal that failed is not tried again, in seconds, while the keys still serve.
    private static let rest = 60

    /// - Parameter source: Who gives them, for people.
    init(_ source: String, _ surroundings: Surroundings, _ logger: Logger, fetch: @escaping Fetch) {
        (self.source, self.surroundings, self.logger, self.fetch) = (source, surroundings, logger, fetch)
    }

    /// Keys for a request.
    ///
    /// - Parameter buys: Whether it buys or changes something. Nothing is fetched then as long as the keys serve: new ones come
    ///   with the looks before and after it.
    func keys(buys: Bool) async throws(CPHError) -> TemporaryKeys {
        let now = surroundings.now()
        if let current, current.live(buys ? Self.transit : Self.reserve, after: now) {
            if !buys, now >= current.renewable, now >= restsUntil, renewal == nil { renewInBackground() }
            return current
        }
        let task = renewal ?? Task { await fetchAnew() }
        renewal = task
        let result = await task.value
        finish(task, result)
        switch result {
        case .success(let keys): return keys
        case .failure(let error):
            // Better keys that end soon than none.
            if let current, current.live(Self.transit, after: surroundings.now()) { return current }
            throw error
        }
    }

    /// When the keys end that are in use, in seconds since 1970; nil before the first ones.
    var end: Int? { current?.expires }

    /// Forgets keys that the service no longer takes, whatever their date says.
    ///
    /// - Parameter refused: The security token of those that were refused; newer ones stay.
    func discard(_ refused: String) { if current?.securityToken.exposed == refused { current = nil } }

    private func renewInBackground() {
        let task = Task { await fetchAnew() }
        renewal = task
        Task {
            let result = await task.value
            finish(task, result)
            if case .failure(let error) = result { note(error) }
        }
    }

    private func note(_ error: CPHError) {
        restsUntil = surroundings.now() + Self.rest
        logger.notice("new keys could not be fetched, and the old ones still serve: \(error.message)")
    }

    private func finish(
        _ task: Task<Result<TemporaryKeys, CPHError>, Never>, _ result: Result<TemporaryKeys, CPHError>
    ) {
        // Whoever waited longer must neither end a renewal that began meanwhile nor bring its own keys back.
        guard renewal == task else { return }
        renewal = nil
        if case .success(let keys) = result { current = keys }
    }

    private func fetchAnew() async -> Result<TemporaryKeys, CPHError> {
        do throws(CPHError) {
            let keys = try await fetch()
            let left = keys.expires - surroundings.now()
            guard left >= Self.transit else {
                let words = left >= 0 ? "end in \(left) s" : "ended \(Duration.seconds(-left).words) ago"
                throw CPHError(
                    .denied, "the keys that came \(words)", hint: "compare this machine's clock (cph doctor)")
            }
            return .success(keys)
        } catch {
            return .failure(error.ofCredentials(source))
        }
    }
}
