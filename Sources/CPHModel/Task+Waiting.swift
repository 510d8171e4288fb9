import Synchronization

extension Task where Failure == Never {
    /// The task's value, for one of several who wait for it; nil once that one is cancelled. The task goes on for the others.
    package func valueUnlessCancelled() async -> Success? {
        let wait = Wait<Success>()
        let relay = Task<Void, Never> { wait.end(with: await value) }
        defer { relay.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait.begin($0) }
        } onCancel: {
            wait.end(with: nil)
        }
    }
}

/// One who waits, and is told once: what came, or that it is over.
private final class Wait<Value: Sendable>: Sendable {
    private enum State {
        case new
        case waiting(CheckedContinuation<Value?, Never>)
        case over(Value?)
    }

    private let state = Mutex(State.new)

    func begin(_ continuation: CheckedContinuation<Value?, Never>) {
        let ended: Value?? = state.withLock { state in
            if case .over(let value) = state { return .some(value) }
            state = .waiting(continuation)
            return nil
        }
        if let ended { continuation.resume(returning: ended) }
    }

    func end(with value: Value?) {
        let waiting: CheckedContinuation<Value?, Never>? = state.withLock { state in
            switch state {
            case .new:
                state = .over(value)
                return nil
            case .waiting(let continuation):
                state = .over(value)
                return continuation
            case .over: return nil
            }
        }
        waiting?.resume(returning: value)
    }
}
