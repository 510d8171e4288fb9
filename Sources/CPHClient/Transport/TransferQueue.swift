import CCurl
import CPHModel
import Glibc
import Synchronization

/// A request on its way to the transfer thread.
struct Submission: Sendable {
    let id: UInt64
    let request: HTTPRequest
    let continuation: CheckedContinuation<Exchange, Never>
}

/// What callers and the transfer thread share: the requests not yet started, and the calls for an end.
final class TransferQueue: Sendable {
    private struct State {
        var waiting: [Submission] = []
        var cancelled: Set<UInt64> = []
        var isClosed = false
        /// Whether the thread has already been told to look here.
        var isAwake = false
    }

    /// What the thread finds when it looks.
    struct Delivery {
        var started: [Submission]
        var cancelled: Set<UInt64>
        var isClosed: Bool
    }

    /// The answer to requests that come when nobody will send them any more.
    private static let closed = Exchange(bytesSent: 0, failure: TransportFailure(.cancelled, "the client is closed"))

    private let state = Mutex(State())
    private let lastID = Atomic<UInt64>(0)
    /// A file descriptor that is readable while there is something to take: an eventfd, because curl's own wake-up
    /// costs twice as much.
    let bell = ccurl_make_bell()

    deinit { Glibc.close(bell) }

    func nextID() -> UInt64 { lastID.add(1, ordering: .relaxed).newValue }

    func submit(_ submission: Submission) {
        let isTaken = change { state in
            if !state.isClosed { state.waiting.append(submission) }
            return !state.isClosed
        }
        if !isTaken { submission.continuation.resume(returning: Self.closed) }
    }

    /// Also works before the request is submitted: the two come from different threads.
    func cancel(_ id: UInt64) { change { _ = $0.cancelled.insert(id) } }

    /// To be called when a request has ended, so that a late cancellation leaves nothing behind.
    func forget(_ id: UInt64) {
        state.withLock { if !$0.cancelled.isEmpty { $0.cancelled.remove(id) } }
    }

    /// Closes the queue: the thread ends what it is doing and then itself. Nothing can be submitted afterwards.
    func close() { change { $0.isClosed = true } }

    /// Takes what there is to do. For the transfer thread, when the bell is readable.
    func take() -> Delivery {
        var count: UInt64 = 0
        _ = read(bell, &count, MemoryLayout<UInt64>.size)
        return state.withLock { state in
            state.isAwake = false
            defer { state.waiting = [] }
            return Delivery(started: state.waiting, cancelled: state.cancelled, isClosed: state.isClosed)
        }
    }

    /// Turns away requests that came too late. For the transfer thread, at its end.
    func shut() {
        close()
        for submission in take().started { submission.continuation.resume(returning: Self.closed) }
    }

    /// Changes the state and rings the bell outside the lock: the thread would otherwise wake up only to wait for it.
    private func change<Result>(_ body: (inout sending State) -> Result) -> Result {
        let (result, mustRing) = state.withLock { state in
            let result = body(&state)
            defer { state.isAwake = true }
            return (result, !state.isAwake)
        }
        if mustRing {
            var one: UInt64 = 1
            _ = write(bell, &one, MemoryLayout<UInt64>.size)
        }
        return result
    }
}
