import CPHModel
import Synchronization

/// Carries out `body`, and gives it up after some time: whoever waits goes on then, whether or not it can be stopped.
///
/// - Parameter patience: Nil for as long as it takes; then nothing leaves the thread that it is called on.
/// - Throws: What `body` throws, and `CPHError` of kind `timeout`, or `cancelled` as soon as whoever waits is.
func within<T: Sendable>(
    _ patience: Duration?, _ body: @escaping @Sendable () async throws(CPHError) -> T
) async throws(CPHError) -> T {
    guard let patience else { return try await body() }
    let work = Task { () -> Result<T, CPHError> in
        do throws(CPHError) { return .success(try await body()) } catch { return .failure(error) }
    }
    let first = Task {
        await withCheckedContinuation { continuation in
            let first = FirstResult<T>(continuation)
            Task { first.take(await work.value) }
            Task {
                try? await Task.sleep(for: patience)
                first.take(.failure(.silent(patience)))
                work.cancel()
            }
        }
    }
    guard let result = await first.valueUnlessCancelled() else {
        work.cancel()
        throw CPHError(.cancelled, "cancelled; nothing was sent")
    }
    return try result.get()
}

extension CPHError {
    fileprivate static func silent(_ patience: Duration) -> CPHError {
        CPHError(.timeout, "the billing service did not answer within \(patience.components.seconds) s")
    }
}
