import Glibc
import Synchronization
import TestSupport

/// A request as it came over a test server's connection.
struct WireRequest: Sendable, Equatable {
    var method = ""
    var target = ""
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

    static func == (left: WireRequest, right: WireRequest) -> Bool {
        left.method == right.method && left.target == right.target && left.body == right.body
            && left.headers.elementsEqual(right.headers, by: ==)
    }
}

/// A server on 127.0.0.1 that does with each connection what a test says, on a thread of its own. It ends with its last
/// reference.
final class TestServer: Sendable {
    let port: Int
    private let core: Core

    var address: String { "http://127.0.0.1:\(port)" }
    /// All requests so far, in order of arrival.
    var requests: [WireRequest] { core.log.withLock { $0.requests } }
    /// How many connections were made.
    var connections: Int { core.log.withLock { $0.connections } }

    init(_ behaviour: @escaping @Sendable (Connection) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        port = try bindLoopback(listener)
        guard listen(listener, 128) == 0 else { throw NoSocket() }
        core = Core(listener, behaviour)
        onAnotherThread { [core] in core.acceptAll() }
    }

    /// Answers every request with `response`, on connections that stay open.
    convenience init(answer response: String) throws {
        try self.init { connection in
            while connection.readRequest() != nil { connection.send(response) }
        }
    }

    /// Answers the first request with the first response and so on; the last one is repeated.
    convenience init(answers responses: [String]) throws {
        let count = Mutex(0)
        try self.init { connection in
            while connection.readRequest() != nil {
                let index = count.withLock { count in
                    defer { count += 1 }
                    return min(count, responses.count - 1)
                }
                connection.send(responses[index])
            }
        }
    }

    deinit { shutdown(core.listener, Int32(SHUT_RDWR)) }

    struct NoSocket: Error {}

    /// What the accepting thread holds, so that the server itself can be let go.
    fileprivate final class Core: Sendable {
        struct Log {
            var requests: [WireRequest] = []
            var connections = 0
        }

        let listener: Int32
        let behaviour: @Sendable (Connection) -> Void
        let log = Mutex(Log())

        init(_ listener: Int32, _ behaviour: @escaping @Sendable (Connection) -> Void) {
            (self.listener, self.behaviour) = (listener, behaviour)
        }

        func acceptAll() {
            while case let descriptor = accept(listener, nil, nil), descriptor >= 0 {
                log.withLock { $0.connections += 1 }
                onAnotherThread { [self] in
                    let connection = Connection(descriptor) { request in
                        self.log.withLock { $0.requests.append(request) }
                    }
                    behaviour(connection)
                }
            }
            close(listener)
        }
    }
}

/// One connection of a test server, for one thread. It is closed when it goes.
final class Connection {
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private let note: (WireRequest) -> Void

    init(_ descriptor: Int32, note: @escaping (WireRequest) -> Void) {
        (self.descriptor, self.note) = (descriptor, note)
    }

    deinit { finish() }

    /// The next whole request, or nil when the client has closed.
    func readRequest() -> WireRequest? {
        while true {
            if let (request, length) = parse() {
                buffer.removeFirst(length)
                note(request)
                return request
            }
            guard fill() else { return nil }
        }
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Waits until the client's kernel has all that was sent.
    func waitForArrival() {
        var unconfirmed: Int32 = 0
        while ioctl(descriptor, UInt(TIOCOUTQ), &unconfirmed) == 0, unconfirmed > 0 { sched_yield() }
    }

    /// Says nothing more until the client gives up.
    func waitForClose() {
        while fill() {}
    }

    /// Carries bytes in both directions between the client and 127.0.0.1:`port` until one of them ends.
    func tunnel(to port: Int) {
        let other = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(other) }
        var address = loopback(port: UInt16(port))
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(other, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return }
        var ends = [descriptor, other].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while poll(&ends, 2, -1) > 0 {
            for (source, target) in [(0, 1), (1, 0)] where ends[source].revents != 0 {
                guard copy(from: ends[source].fd, to: ends[target].fd) else { return }
            }
        }
    }

    private func copy(from source: Int32, to target: Int32) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        let count = recv(source, &chunk, chunk.count, 0)
        return count > 0 && Glibc.send(target, chunk, count, Int32(MSG_NOSIGNAL)) == count
    }

    func finish() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// Ends with a reset, as a crashed peer or a firewall would.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        finish()
    }

    private func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer += chunk.prefix(count)
        return true
    }

    private func parse() -> (WireRequest, Int)? {
        guard let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        var request = WireRequest()
        let first = lines[0].split(separator: " ")
        (request.method, request.target) = (String(first[0]), String(first[1]))
        for line in lines.dropFirst() {
            let name = line.prefix { $0 != ":" }
            request.headers.append((String(name), String(line.dropFirst(name.count + 1).drop { $0 == " " })))
        }
        let length = request.header("Content-Length").flatMap { Int($0) } ?? 0
        guard buffer.count >= end.upperBound + length else { return nil }
        request.body = Array(buffer[end.upperBound..<end.upperBound + length])
        return (request, end.upperBound + length)
    }
}

/// A port of 127.0.0.1 that refuses connections. It is bound, so that nobody else gets it meanwhile.
final class RefusingPort: Sendable {
    let port: Int
    private let descriptor: Int32

    var address: String { "http://127.0.0.1:\(port)" }

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        port = try bindLoopback(descriptor)
    }

    deinit { close(descriptor) }
}

/// A complete HTTP response.
func response(_ status: Int, _ body: String = "", headers: [String] = []) -> String {
    (["HTTP/1.1 \(status) Status", "Content-Length: \(body.utf8.count)"] + headers).joined(separator: "\r\n")
        + "\r\n\r\n" + body
}

/// Gives `descriptor` a free port of 127.0.0.1, and says which.
private func bindLoopback(_ descriptor: Int32) throws -> Int {
    var address = loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
        }
    }
    guard descriptor >= 0, isBound else { throw TestServer.NoSocket() }
    return Int(UInt16(bigEndian: address.sin_port))
}

private func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
}
