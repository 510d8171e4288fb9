import Addresses
import CPHSigner

/// One HTTP/1.1 request, complete: the transport adds nothing that a server would act on.
struct HTTPRequest: Sendable {
    enum Connection: Sendable {
        /// A connection of its own, closed afterwards, and a body that cannot be sent again: for everything that buys
        /// or changes. libcurl repeats a request by itself when a kept connection dies, even a POST.
        case once
        /// A kept connection may serve it: for what only reads.
        case shared
    }

    var method: String
    var endpoint: Endpoint
    /// Path and query as they go into the request line.
    var target: String
    var headers: [HeaderField]
    var body: [UInt8] = []
    var connection: Connection
    var deadlines: Deadlines
    /// Until when its first byte may leave, in milliseconds since the machine started; nil for whenever.
    var startsBefore: Int?
    /// Whether its answer is waited for a while when its caller no longer does, once it may have been sent.
    var outlivesCaller = false
}
