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
    /// How long looking up the name, connecting and TLS may take together.
    public var connect: Duration
    /// How long the first byte of the answer may take, counted from when the connection stands.
    public var firstByte: Duration
    /// How long the whole exchange may take.
    public var whole: Duration

    /// Makes limits that suit the service, unless they are given; every phase is within `whole` as well.
    public init(connect: Duration = .seconds(10), firstByte: Duration = .seconds(120), whole: Duration = .seconds(180))
    {
        self.connect = connect
        self.firstByte = firstByte
        self.whole = whole
    }
}
