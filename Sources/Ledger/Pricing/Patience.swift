import CPHModel
import Synchronization

/// Carries out `body`, and gives it up after some time: whoever waits goes on then, whether or not it can be stopped.
///
/// - Parameter patience: Nil for as long as it takes; then nothing leaves the thread that it is called on.
/// - Throws: What `body` throws, and `CPHError` of kind `timeout`.
func within<T: Sendable>(
    _ patience: Duration?, _ body: @escaping @Sendable () async throws(CPHError) -> T
) async throws(CPHError) -> T {
    guard let patience else { return try await body() }
    let result = await withCheckedContinuation { continuation in
        let first = FirstResult<T>(continuation)
        let work = Task {
            do throws(CPHError) { first.take(.success(try await body())) } catch { first.take(.failure(error)) }
        }
        Task {
            try? await Task.sleep(for: patience)
            first.take(.failure(.silent(patience)))
            work.cancel()
        }
    }
    return try result.get()
}

extension CPHError {
    fileprivate static func silent(_ patience: Duration) -> CPHError {
        CPHError(.timeout, "the billing service did not answer within \(patience.components.seconds) s")
    }
}
