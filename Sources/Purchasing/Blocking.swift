import Dispatch
import Synchronization

/// The bridge from the synchronous start of the program to what is asynchronous.
package enum Blocking {
    /// Runs `body` to its end while the calling thread, which must not be one of the task pool's, waits.
    package static func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) throws -> Result {
        let box = Box<Result>()
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            do { box.set(.success(try await body())) } catch { box.set(.failure(error)) }
            done.signal()
        }
        done.wait()
        return try box.value().get()
    }

    private final class Box<Value: Sendable>: Sendable {
        private let outcome = Mutex<Result<Value, any Error>?>(nil)

        func set(_ value: Result<Value, any Error>) { outcome.withLock { $0 = value } }

        func value() -> Result<Value, any Error> {
            guard let value = outcome.withLock({ $0 }) else {
                preconditionFailure("the semaphore comes after the value")
            }
            return value
        }
    }
}
