import CPHModel
import Synchronization

/// Hands the first of several results to whoever waits; later ones are nobody's.
final class FirstResult<T: Sendable>: Sendable {
    private let waiting: Mutex<CheckedContinuation<Result<T, CPHError>, Never>?>

    init(_ continuation: CheckedContinuation<Result<T, CPHError>, Never>) { waiting = Mutex(continuation) }

    func take(_ result: Result<T, CPHError>) {
        let waiter = waiting.withLock { waiter in
            defer { waiter = nil }
            return waiter
        }
        waiter?.resume(returning: result)
    }
}
