import Dispatch
import Synchronization

/// Runs `body` to its end while this thread waits.
func await_<Result: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () async throws(Failure) -> Result
) throws(Failure) -> Result {
    let box = Box<Result, Failure>()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
        do throws(Failure) { box.set(.success(try await body())) } catch { box.set(.failure(error)) }
        done.signal()
    }
    done.wait()
    return try box.take().get()
}

private final class Box<Value: Sendable, Failure: Error>: Sendable {
    private let result = Mutex<Result<Value, Failure>?>(nil)
    func set(_ value: Result<Value, Failure>) { result.withLock { $0 = value } }
    func take() -> Result<Value, Failure> {
        guard let value = result.withLock({ $0 }) else { preconditionFailure("signalled before it was set") }
        return value
    }
}
