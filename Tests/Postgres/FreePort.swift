import Files
import Glibc

/// Ports of this machine's loopback address.
enum FreePort {
    /// One on which nothing listens now, and which the system gives to nobody by itself: it is still free when a server comes
    /// back to it.
    static func find() throws -> UInt16 {
        for _ in 0..<200 {
            let port = UInt16.random(in: 15_000..<32_000)
            let descriptor = try tcpSocket()
            defer { close(descriptor) }
            if (try? listen(descriptor, port)) != nil { return port }
        }
        throw FileError("find a free port on", "127.0.0.1", code: EADDRINUSE)
    }

    /// A TCP socket that no other program inherits.
    static func tcpSocket() throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw FileError("make a socket on", "127.0.0.1") }
        return descriptor
    }

    /// Lets a socket listen on loopback.
    static func listen(_ descriptor: Int32, _ port: UInt16) throws {
        var isOn: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
        let isBound = withLoopback(port) { bind(descriptor, $0, $1) } == 0
        guard isBound, Glibc.listen(descriptor, 128) == 0 else { throw FileError("listen on", "127.0.0.1:\(port)") }
    }

    /// Whether somebody takes connections on a port.
    static func isListening(_ port: UInt16) -> Bool {
        guard let descriptor = try? tcpSocket() else { return false }
        defer { close(descriptor) }
        return withLoopback(port) { connect(descriptor, $0, $1) } == 0
    }

    /// Calls `body` with the address of a port.
    static func withLoopback(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}
