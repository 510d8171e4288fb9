import CCurl
import CPHModel
import CPHSigner
import Clock
import Files

/// What holds for every request of a transport.
struct TransportConfiguration: Sendable {
    /// `http://HOST:PORT`, or nil for none; the environment's proxy variables are never looked at.
    var proxy: String?
    /// PEM certificates to trust besides the system's.
    var caFile: String?
    /// Replaces the system's certificates (`SSL_CERT_FILE`).
    var systemBundle: String?
    /// Gives a file's bytes; nil when there is none.
    var readFile: @Sendable (String) throws(FileError) -> [UInt8]? = configurationFile
    /// How long a connection that nobody uses may wait for the next read.
    var idleLimit = Duration.seconds(118)
    /// Gives the time that deadlines are counted in, in nanoseconds from a start of its own.
    var now: @Sendable () -> Int64 = { BootClock.now() }
}

/// Sends HTTP requests from any task through libcurl, on one thread of its own that starts with the first request.
final class HTTPTransport: Sendable {
    private let queue = TransferQueue()
    private let configuration: TransportConfiguration
    private let launch = Once<String?>()

    init(_ configuration: TransportConfiguration = TransportConfiguration()) {
        self.configuration = configuration
    }

    deinit { queue.close() }

    /// Sends `request` once and returns what came of it; it never throws, because a failed purchase must be looked at
    /// and not passed on by accident. Cancelling the task ends the exchange with what is known of it: at once where the
    /// request has not gone out or only reads, otherwise when the answer is there or has been waited for long enough.
    func send(_ request: HTTPRequest) async -> Exchange {
        if let refusal = refusal(request) ?? launch.value(start) {
            return Exchange(bytesSent: 0, failure: TransportFailure(.unavailable, refusal))
        }
        guard !Task.isCancelled else {
            return Exchange(bytesSent: 0, failure: TransportFailure(.cancelled, "cancelled"))
        }
        let id = queue.nextID()
        defer { queue.forget(id) }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.submit(Submission(id: id, request: request, continuation: continuation))
            }
        } onCancel: {
            queue.cancel(id)
        }
    }

    /// Control characters would let a value end its line and start another header or request.
    private func refusal(_ request: HTTPRequest) -> String? {
        let isToken = { (text: String) in !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
        let isLine = { (text: String) in text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
        for header in request.headers where !isToken(header.name) || !isLine(header.value) {
            return "header \(header.name.debugDescription) is malformed"
        }
        guard isToken(request.method), isToken(request.target) else {
            return "the request line holds a space or a control character"
        }
        return nil
    }

    /// - Returns: Why there is no transfer thread, or nil when it runs.
    private func start() -> String? {
        if let reason = ccurl_load() { return String(cString: reason) }
        do throws(CertificateFileError) {
            let roots = try TrustRoots(
                caFile: configuration.caFile, systemBundle: configuration.systemBundle, read: configuration.readFile)
            return TransferThread(queue, configuration, roots).start()
        } catch {
            return error.message
        }
    }
}
