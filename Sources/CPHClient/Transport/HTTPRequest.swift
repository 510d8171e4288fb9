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
}

/// How long each phase of an exchange may take. The time a machine sleeps counts.
public struct Deadlines: Hashable, Sendable {
    /// Looking up the name, connecting and TLS together.
    public var connect: Duration
    /// From then to the first byte of the answer.
    public var firstByte: Duration
    /// The whole exchange.
    public var whole: Duration

    public init(connect: Duration = .seconds(10), firstByte: Duration = .seconds(120), whole: Duration = .seconds(180))
    {
        self.connect = connect
        self.firstByte = firstByte
        self.whole = whole
    }
}
