import CCurl
import CPHModel
import CPHSigner
import Clock
import Text

/// One exchange while it runs. It belongs to the transfer thread alone; curl's callbacks find it by address.
final class Transfer {
    /// The longest head of an answer that is read, in bytes.
    static let headLimit = 64 << 10
    /// The longest body that is read, in bytes, without compression: lists are longer than what a purchase is answered.
    private var bodyLimit: Int { request.connection == .once ? 1 << 20 : 16 << 20 }
    private static let errorTextCapacity = Int(CURL_ERROR_SIZE)

    let id: UInt64
    let request: HTTPRequest
    let easy: UnsafeMutableRawPointer
    private let continuation: CheckedContinuation<Exchange, Never>
    private let usesProxy: Bool
    private let started: Int64
    /// When to look at it again, in nanoseconds of the configuration's clock.
    private(set) var deadline: Int64
    /// Whether curl has begun with it.
    var hasBegun = false
    /// When it ends at the latest since it was cancelled, on the same clock; nil while it was not.
    private var lastMoment: Int64?

    private var head = ResponseHead()
    private var body: [UInt8] = []
    private var sent = 0
    private var isTooLarge = false
    private var isTooLate = false
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: errorTextCapacity)

    init(_ submission: Submission, easy: UnsafeMutableRawPointer, usesProxy: Bool, now: Int64) {
        started = now
        id = submission.id
        request = submission.request
        continuation = submission.continuation
        self.easy = easy
        self.usesProxy = usesProxy
        let limits = request.deadlines
        deadline = started + min(limits.connect, limits.firstByte, limits.whole).nanoseconds
        errorText.initialize(repeating: 0, count: Self.errorTextCapacity)
    }

    deinit {
        ccurl_slist_free(headerList)
        errorText.deallocate()
    }

    /// Hands everything that differs between requests to the curl handle.
    func prepare() {
        for header in request.headers {
            // "Name:" would mean "leave this header out" to curl; "Name;" is its spelling of an empty one.
            let line = header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)"
            headerList = ccurl_slist_append(headerList, line)
        }
        // curl would ask for compression where the request does not say what it takes.
        if !request.headers.contains(where: { $0.name.lowercased() == "accept-encoding" }) {
            headerList = ccurl_slist_append(headerList, "Accept-Encoding:")
        }
        // curl would ask for leave to send large bodies, which no service of ours answers.
        headerList = ccurl_slist_append(headerList, "Expect:")
        EasyHandle.prepare(easy, for: request, headers: headerList)
        let context = Unmanaged.passUnretained(self).toOpaque()
        for option in [CURLOPT_READDATA, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_PREREQDATA] {
            _ = ccurl_set_pointer(easy, option, context)
        }
        _ = ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
    }

    /// Ends the exchange for the caller. The handle must be out of the multi handle.
    func finish(_ failure: TransportFailure?) {
        let count = bytesSent
        _ = ccurl_set_pointer(easy, CURLOPT_HTTPHEADER, nil)
        _ = ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, nil)
        continuation.resume(returning: exchange(bytesSent: count, failure))
    }

    /// Counts the bytes sent. curl counts those of the head; what the callback supplied counts as sent, even if it
    /// still lies in a buffer.
    ///
    /// curl also counts what it says to a proxy to get a tunnel. The request itself is not before the session with the
    /// server stands, which only a connection of its own is sure to report.
    private var bytesSent: Int {
        // Until it begins, a handle that was used before tells what its last request had.
        guard hasBegun else { return 0 }
        let isTunnelled = usesProxy && request.endpoint.scheme == .https && request.connection == .once
        if isTunnelled, ccurl_get_offset(easy, CURLINFO_APPCONNECT_TIME_T) == 0 { return 0 }
        return ccurl_get_long(easy, CURLINFO_REQUEST_SIZE) + sent
    }

    private func exchange(bytesSent: Int, _ failure: TransportFailure?) -> Exchange {
        let answer = head.status.map { Answer(status: $0, headers: head.fields, body: body) }
        if let failure { return Exchange(bytesSent: bytesSent, failure: failure, partialAnswer: answer) }
        guard let answer else {
            return Exchange(bytesSent: bytesSent, failure: TransportFailure(.notHTTP, "the answer has no HTTP head"))
        }
        return Exchange(bytesSent: bytesSent, answer: answer)
    }

    /// Puts curl's reason for a failure into our words; nil for success.
    func failure(_ code: CURLcode) -> TransportFailure? {
        guard code != CURLE_OK else { return nil }
        if isTooLarge {
            return TransportFailure(
                .tooLarge, "the answer is larger than 64 KiB of headers or \(bodyLimit >> 20) MiB of body")
        }
        if isTooLate {
            return TransportFailure(.unavailable, "this run stood still until the time for sending was over")
        }
        let detail = errorText[0] == 0 ? String(cString: ccurl_strerror(code)) : String(cString: errorText)
        // curl names the machine, and who reads it may take that for the service's.
        let isProxys = usesProxy && code == CURLE_COULDNT_CONNECT
        return TransportFailure(TransportFailure.Kind(code), isProxys ? "\(detail): that is the proxy" : detail)
    }

    /// Says which deadline has passed; when none has, when to look again.
    func expire(at now: Int64) -> TransportFailure? {
        let limits = request.deadlines
        if let lastMoment, now >= lastMoment {
            return TransportFailure(.cancelled, "cancelled, and no answer in the \(limits.afterCancelling) after that")
        }
        let whole = started + limits.whole.nanoseconds
        guard now < whole else { return overdue(limits.whole, "no complete answer") }
        let end = min(whole, lastMoment ?? whole)
        if head.status != nil {
            deadline = end
        } else if let connected = connectedAt {
            deadline = min(end, connected + limits.firstByte.nanoseconds)
            if now >= deadline { return overdue(limits.firstByte, "no answer") }
        } else {
            let connect = started + limits.connect.nanoseconds
            if now >= connect { return overdue(limits.connect, "no connection to \(request.endpoint)") }
            // Nobody tells when the connection is made; its first byte may be due before the connection would be.
            deadline = min(end, connect, now + limits.firstByte.nanoseconds)
        }
        return nil
    }

    /// Has it end at `deadlines.afterCancelling` from `now` at the latest; called again, it changes nothing.
    ///
    /// - Returns: False when it can end at once: nothing has left the machine, or nobody needs the answer.
    func lingers(from now: Int64) -> Bool {
        guard request.outlivesCaller, bytesSent > 0 else { return false }
        let moment = lastMoment ?? now + request.deadlines.afterCancelling.nanoseconds
        (lastMoment, deadline) = (moment, min(deadline, moment))
        return true
    }

    /// Nil until the request can go out. On a kept connection nothing is connected, and it goes out at once.
    private var connectedAt: Int64? {
        let info = request.endpoint.scheme == .https ? CURLINFO_APPCONNECT_TIME_T : CURLINFO_CONNECT_TIME_T
        let microseconds = ccurl_get_offset(easy, info)
        guard microseconds == 0 else { return started + microseconds * 1000 }
        return bytesSent > 0 ? started : nil
    }

    private func overdue(_ limit: Duration, _ what: String) -> TransportFailure {
        TransportFailure(.timeout, "\(what) within \(limit)")
    }

    // MARK: What curl calls, on the transfer thread

    /// Whether the request may go out, asked when the connection stands.
    fileprivate func mayStart() -> Bool {
        isTooLate = request.startsBefore.map { BootClock.now() / 1_000_000 >= $0 } ?? false
        return !isTooLate
    }

    fileprivate func supply(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(room.count, request.body.count - sent)
        request.body.withUnsafeBytes {
            room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[sent..<sent + count]))
        }
        sent += count
        return count
    }

    fileprivate func receiveHead(_ line: UnsafeRawBufferPointer) -> Int {
        isTooLarge = !head.append(line, limit: Self.headLimit)
        return isTooLarge ? 0 : line.count
    }

    fileprivate func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        let room = bodyLimit - body.count
        body.append(contentsOf: bytes.prefix(room))
        isTooLarge = bytes.count > room
        return isTooLarge ? 0 : bytes.count
    }
}

// Global functions, because a closure written in an isolated context would carry that isolation into curl's thread and
// trap there. The address is that of a transfer which the loop keeps alive while its handle is in use.

private func transfer(_ context: UnsafeMutableRawPointer) -> Transfer {
    Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
}

func mayStart(
    context: UnsafeMutableRawPointer?, to: UnsafeMutablePointer<CChar>?, from: UnsafeMutablePointer<CChar>?,
    toPort: Int32, fromPort: Int32
) -> Int32 {
    guard let context else { return 1 }
    return transfer(context).mayStart() ? 0 : 1
}

func supplyBody(_ bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?) -> Int
{
    guard let context else { return 0 }
    return transfer(context).supply(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
}

func receiveHead(_ bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?) -> Int
{
    guard let context else { return 0 }
    return transfer(context).receiveHead(UnsafeRawBufferPointer(start: bytes, count: size * count))
}

func receiveBody(_ bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?) -> Int
{
    guard let context else { return 0 }
    return transfer(context).receiveBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
}
