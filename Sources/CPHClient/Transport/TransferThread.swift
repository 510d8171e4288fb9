import Glibc

/// Runs a transfer loop on a thread of its own: curl's sockets must not block the threads that run tasks.
final class TransferThread: Sendable {
    private let queue: TransferQueue
    private let configuration: TransportConfiguration
    private let roots: TrustRoots

    init(_ queue: TransferQueue, _ configuration: TransportConfiguration, _ roots: TrustRoots) {
        self.queue = queue
        self.configuration = configuration
        self.roots = roots
    }

    /// - Returns: Why the thread cannot run, or nil when it does. It ends when the queue is closed.
    func start() -> String? {
        guard queue.bell >= 0 else { return "the system gives no more file descriptors" }
        let box = Unmanaged.passRetained(self)
        var thread = pthread_t()
        guard pthread_create(&thread, nil, runTransferThread, box.toOpaque()) == 0 else {
            box.release()
            return "the system gives no more threads"
        }
        pthread_detach(thread)
        return nil
    }

    fileprivate func run() {
        // OpenSSL writes to sockets in a way that raises SIGPIPE when the peer has gone, and curl leaves that to its
        // host; other signals are for threads that know what to do with them.
        var signals = sigset_t()
        sigfillset(&signals)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        TransferLoop(queue, configuration, roots)?.run()
        queue.shut()
    }
}

/// Runs the loop. It is a global function because a closure written in an isolated context would carry that isolation
/// to the new thread and trap.
private func runTransferThread(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let box else { return nil }
    Unmanaged<TransferThread>.fromOpaque(box).takeRetainedValue().run()
    return nil
}
