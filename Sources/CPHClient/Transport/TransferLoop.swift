import CCurl
import CPHModel

/// The transfer thread's work: starts what callers submit, lets curl move bytes, and ends what is done, cancelled or
/// overdue. Everything in it is touched by that one thread only.
final class TransferLoop {
    private let queue: TransferQueue
    private let configuration: TransportConfiguration
    private let roots: TrustRoots
    private let multi: UnsafeMutableRawPointer
    private var active: [UnsafeMutableRawPointer: Transfer] = [:]
    /// Those that curl has not seen yet: of them nothing has left.
    private var new: [Transfer] = []
    /// The handles that no request uses now: making one costs more than a request.
    private var idle: [UnsafeMutableRawPointer] = []

    /// How often the clock is looked at while something runs: poll's own clock stands still while the machine sleeps.
    private static let longestWait: Int64 = 5_000_000_000

    /// Nil when libcurl has no memory to start.
    init?(_ queue: TransferQueue, _ configuration: TransportConfiguration, _ roots: TrustRoots) {
        guard let multi = ccurl_multi_init() else { return nil }
        self.queue = queue
        self.configuration = configuration
        self.roots = roots
        self.multi = multi
    }

    /// Returns when the queue is closed.
    func run() {
        var running: Int32 = 0
        var isWoken: Int32 = 0
        while true {
            if isWoken != 0, !takeDelivery() { break }
            // Read before bytes are moved: an answer that came in time is not given up because this thread is late.
            let now = configuration.now()
            _ = ccurl_multi_perform(multi, &running)
            for transfer in new { transfer.hasBegun = true }
            new = []
            collect()
            expire(at: now)
            _ = ccurl_multi_poll(multi, queue.bell, patience(), &isWoken)
        }
        active.values.forEach(cut)
        idle.forEach(ccurl_easy_cleanup)
        ccurl_multi_cleanup(multi)
    }

    /// - Returns: False when the queue is closed.
    private func takeDelivery() -> Bool {
        let delivery = queue.take()
        for submission in delivery.started {
            if delivery.cancelled.contains(submission.id) {
                submission.continuation.resume(returning: Exchange(bytesSent: 0, failure: Self.cancelled))
            } else {
                start(submission)
            }
        }
        if !delivery.cancelled.isEmpty { cancel(delivery.cancelled) }
        return !delivery.isClosed
    }

    private func start(_ submission: Submission) {
        guard let easy = idle.popLast() ?? EasyHandle.make(configuration, roots: roots) else {
            submission.continuation.resume(returning: Self.outOfMemory)
            return
        }
        let transfer = Transfer(submission, easy: easy, usesProxy: configuration.proxy != nil, now: configuration.now())
        transfer.prepare()
        active[easy] = transfer
        new.append(transfer)
        if ccurl_multi_add(multi, easy) != CURLM_OK {
            end(transfer, TransportFailure(.unavailable, "libcurl did not take the request"))
        }
    }

    private func collect() {
        var code = CURLE_OK
        while let easy = ccurl_multi_next_done(multi, &code) {
            guard let transfer = active[easy] else { continue }
            // Where curl gives up first, because this thread is late, the loop's words still say what was waited for.
            let overdue = code == CURLE_OPERATION_TIMEDOUT ? transfer.expire(at: configuration.now()) : nil
            end(transfer, overdue ?? transfer.failure(code))
        }
    }

    /// Ends what nobody asks for any more, unless its answer decides whether something was bought.
    private func cancel(_ ids: Set<UInt64>) {
        for transfer in active.values where ids.contains(transfer.id) && !transfer.lingers(from: configuration.now()) {
            cut(transfer)
        }
    }

    private func cut(_ transfer: Transfer) { end(transfer, Self.cancelled) }

    private static let cancelled = TransportFailure(.cancelled, "cancelled")

    private func expire(at now: Int64) {
        for transfer in active.values where now >= transfer.deadline {
            if let failure = transfer.expire(at: now) { end(transfer, failure) }
        }
    }

    /// Milliseconds until something has to be looked at, if no socket speaks up earlier.
    private func patience() -> Int32 {
        guard let next = active.values.map(\.deadline).min() else { return 3_600_000 }
        let wait = min(max(next - configuration.now(), 0), Self.longestWait)
        return Int32((wait + 999_999) / 1_000_000)
    }

    private func end(_ transfer: Transfer, _ failure: TransportFailure?) {
        _ = ccurl_multi_remove(multi, transfer.easy)
        active[transfer.easy] = nil
        transfer.finish(failure)
        idle.append(transfer.easy)
    }

    private static let outOfMemory = Exchange(
        bytesSent: 0, failure: TransportFailure(.unavailable, "libcurl has no memory for another request"))
}
