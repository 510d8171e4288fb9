import Glibc
import Synchronization
import TestSupport

/// A connection of two on loopback, which a test can cut or hold: it takes TCP connections and passes everything on to a
/// port, both ways.
public final class CuttingProxy: Sendable {
    /// Which way bytes go.
    public enum Direction: Sendable { case toServer, toClient }

    /// Where it listens.
    public let port: UInt16
    private let line: ProxyLine

    /// Listens on a port of its own and passes on to `target`.
    public init(to target: UInt16) throws {
        (port, line) = try Self.listening(for: target)
        onAnotherThread { [line] in line.run() }
    }

    /// A free port may be taken by another test before this one listens there.
    private static func listening(for target: UInt16) throws -> (port: UInt16, line: ProxyLine) {
        for _ in 0..<20 {
            let port = try FreePort.find()
            if let line = try? ProxyLine(from: port, to: target) { return (port, line) }
        }
        let port = try FreePort.find()
        return (port, try ProxyLine(from: port, to: target))
    }

    deinit { line.change { $0.isEnded = true } }

    /// Cuts all connections now. Later ones pass.
    public func cut() { line.change { $0.cutAll() } }

    /// Cuts all connections once so many more bytes have gone that way: the last of them still arrives. Without a byte left to
    /// go, at the first one, which doesn't arrive.
    ///
    /// - Parameter isForGood: Whether later connections are cut as soon as they are made, until `pass`.
    public func cut(after bytes: Int, _ direction: Direction, isForGood: Bool = false) {
        line.change { $0.rule = CutRule(direction: direction, left: bytes, isForGood: isForGood) }
    }

    /// Cuts all connections, and later ones as soon as they are made, until `pass`.
    public func refuse() {
        line.change {
            $0.cutAll()
            $0.isRefusing = true
        }
    }

    /// Keeps all connections open and passes nothing, until `pass`. New ones get no answer.
    public func freeze() { line.change { $0.isFrozen = true } }

    /// Passes everything again, and forgets where it was to cut.
    public func pass() {
        line.change {
            ($0.isFrozen, $0.isRefusing) = (false, false)
            $0.rule = nil
        }
    }

    /// Bytes that have gone that way since the proxy was made.
    public func bytes(_ direction: Direction) -> Int { line.look { $0.bytes[direction == .toServer ? 0 : 1] } }
    /// Waits until whoever was connected has left, so that what they sent is counted.
    public func waitUntilIdle() { _ = Waiting.until { line.look { $0.connections.isEmpty } } }
    /// How many connections were made to it.
    public var connections: Int { line.look { $0.made } }
    /// How often it has cut what was open, by a rule or at once.
    public var cuts: Int { line.look { $0.cuts } }
}

/// When the next cut comes.
struct CutRule {
    var direction: CuttingProxy.Direction
    var left: Int
    var isForGood: Bool
}

/// One client and what it has on the server's side.
struct ProxiedConnection {
    /// The client's socket and the server's.
    let sockets: [Int32]
    /// What was read from the client or the server, and has not gone on yet.
    var held: [[UInt8]] = [[], []]
    /// Whether nothing more is read; it is closed as soon as nothing is held.
    var isEnding = false
    /// Whether it is closed at once.
    var isCut = false

    /// Ends it for both sides; the sockets are closed later, by the thread that waits for them.
    mutating func cut() {
        isCut = true
        for socket in sockets { shutdown(socket, Int32(SHUT_RDWR)) }
    }
}

/// What a proxy is told and what it has.
struct ProxyState {
    var connections: [ProxiedConnection] = []
    var rule: CutRule?
    var isFrozen = false
    var isRefusing = false
    var isEnded = false
    var bytes = [0, 0]
    var made = 0
    var cuts = 0

    mutating func cutAll() {
        if !connections.isEmpty { cuts += 1 }
        for index in connections.indices { connections[index].cut() }
    }
}

/// The sockets, and the thread that waits for them.
private final class ProxyLine: Sendable {
    private let target: UInt16
    private let listener: Int32
    /// A byte into the second wakes whoever waits for the first.
    private let (waking, wake): (Int32, Int32)
    private let state = Mutex(ProxyState())

    init(from port: UInt16, to target: UInt16) throws {
        self.target = target
        listener = try FreePort.tcpSocket()
        try FreePort.listen(listener, port)
        _ = fcntl(listener, F_SETFL, O_NONBLOCK)
        var ends: [Int32] = [-1, -1]
        let isOpen = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0
        precondition(isOpen, "no descriptor is left")
        (waking, wake) = (ends[0], ends[1])
    }

    func look<Result: Sendable>(_ body: (ProxyState) -> Result) -> Result { state.withLock { body($0) } }

    func change(_ body: (inout ProxyState) -> Void) {
        state.withLock { body(&$0) }
        var byte: UInt8 = 0
        write(wake, &byte, 1)
    }

    func run() {
        while !look(\.isEnded) {
            var waited = look(waits)
            poll(&waited, nfds_t(waited.count), -1)
            if waited[0].revents != 0 {
                var bytes = [UInt8](repeating: 0, count: 64)
                recv(waking, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            }
            state.withLock { state in
                if waited.contains(where: { $0.fd == listener && $0.revents != 0 }) { accept(&state) }
                let ready = Set(waited.lazy.filter { $0.revents != 0 }.map(\.fd))
                for index in state.connections.indices { pass(&state, index, ready) }
                state.connections.removeAll(where: closeIfDone)
            }
        }
        state.withLock { state in
            for socket in state.connections.flatMap(\.sockets) + [listener, waking, wake] { close(socket) }
            state.connections = []
        }
    }

    /// What there is to wait for.
    private func waits(_ state: ProxyState) -> [pollfd] {
        var waited = [pollfd(fd: waking, events: Int16(POLLIN), revents: 0)]
        if state.isFrozen { return waited }
        waited.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0))
        for connection in state.connections {
            for side in 0...1 {
                let reads = connection.held[side].isEmpty && !connection.isEnding
                let writes = !connection.held[1 - side].isEmpty
                let events = (reads ? POLLIN : 0) | (writes ? POLLOUT : 0)
                if events != 0 {
                    waited.append(pollfd(fd: connection.sockets[side], events: Int16(events), revents: 0))
                }
            }
        }
        return waited
    }

    private func accept(_ state: inout ProxyState) {
        let client = Glibc.accept(listener, nil, nil)
        guard client >= 0 else { return }
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        _ = fcntl(client, F_SETFL, O_NONBLOCK)
        state.made += 1
        guard !state.isRefusing, let server = try? FreePort.tcpSocket() else {
            close(client)
            return
        }
        _ = fcntl(server, F_SETFL, O_NONBLOCK)
        let isUnderWay = FreePort.withLoopback(target) { connect(server, $0, $1) } == 0 || errno == EINPROGRESS
        var connection = ProxiedConnection(sockets: [client, server])
        connection.isCut = !isUnderWay
        for socket in connection.sockets {
            var isOn: Int32 = 1
            setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
        }
        state.connections.append(connection)
    }

    /// Reads and writes what one connection can, without waiting.
    private func pass(_ state: inout ProxyState, _ index: Int, _ ready: Set<Int32>) {
        guard !state.isFrozen else { return }
        for side in 0...1 {
            let sockets = state.connections[index].sockets
            if state.connections[index].held[side].isEmpty, !state.connections[index].isEnding,
                !state.connections[index].isCut, ready.contains(sockets[side])
            {
                read(&state, index, side)
            }
            send(&state, index, side)
        }
    }

    private func read(_ state: inout ProxyState, _ index: Int, _ side: Int) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(state.connections[index].sockets[side], &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else {
            state.connections[index].isEnding = true
            return
        }
        guard var rule = state.rule, (rule.direction == .toServer) == (side == 0) else {
            state.connections[index].held[side] = Array(buffer[..<count])
            return
        }
        let passed = min(count, rule.left)
        rule.left -= passed
        state.rule = rule
        state.connections[index].held[side] = Array(buffer[..<passed])
        if rule.left == 0 { strike(&state, rule, last: index) }
    }

    /// Cuts everything, except that what the last bytes went through is cut when they have arrived.
    private func strike(_ state: inout ProxyState, _ rule: CutRule, last: Int) {
        (state.rule, state.isRefusing) = (nil, rule.isForGood)
        state.cuts += 1
        for index in state.connections.indices {
            if index == last { state.connections[index].isEnding = true } else { state.connections[index].cut() }
        }
    }

    private func send(_ state: inout ProxyState, _ index: Int, _ side: Int) {
        let bytes = state.connections[index].held[side]
        guard !bytes.isEmpty, !state.connections[index].isCut else { return }
        let socket = state.connections[index].sockets[1 - side]
        let count = Glibc.send(socket, bytes, bytes.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
        if count < 0 {
            // A connection that is still being made takes nothing yet.
            if errno == EAGAIN || errno == EINTR || errno == ENOTCONN { return }
            state.connections[index].cut()
            return
        }
        state.bytes[side] += count
        state.connections[index].held[side] = Array(bytes[count...])
    }

    /// Whether a connection was at its end, and is closed now.
    private func closeIfDone(_ connection: ProxiedConnection) -> Bool {
        let isDrained = connection.isEnding && connection.held.allSatisfy(\.isEmpty)
        guard connection.isCut || isDrained else { return false }
        for socket in connection.sockets { close(socket) }
        return true
    }
}
